import gc

from django.conf import settings
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from common.catalogues import compile_catalogues

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out what asks no database")


def pytest_configure():
    """Build the translations before anything is imported that may ask for one; time no example."""
    untimed = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis_settings.register_profile("short", untimed, max_examples=25)
    hypothesis_settings.register_profile("thorough", untimed, max_examples=100)
    hypothesis_settings.load_profile("short")
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        left_out = [item for item in items if not asks_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_database(item)]


def asks_database(item):
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))


def pytest_collection_finish():
    """Look for garbage less often, and not in what stays to the end: all tests and the program itself."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup():
    """Begin with the configured language and zone: a request leaves its own to the thread, as it does in a server."""
    translation.deactivate()
    timezone.deactivate()
