import gc

from django.conf import settings
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from common.catalogues import compile_catalogues


def pytest_configure():
    """Build the translations before anything is imported that may ask for one; time no example."""
    hypothesis_settings.register_profile(
        "untimed", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
    )
    hypothesis_settings.load_profile("untimed")
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)


def pytest_collection_finish():
    """Look for garbage less often, and not in what stays to the end: all tests and the program itself."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup():
    """Begin with the configured language and zone: a request leaves its own to the thread, as it does in a server."""
    translation.deactivate()
    timezone.deactivate()
