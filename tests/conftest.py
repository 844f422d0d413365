from django.conf import settings

from common.catalogues import compile_catalogues


def pytest_configure():
    """Build the translations before anything is imported that may ask for one."""
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)
