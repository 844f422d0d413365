from functools import cache

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join

from common.bundles import BundledStaticFilesStorage, bundled_files

register = template.Library()


@register.simple_tag
def app_stylesheets():
    """The page's style sheets: ``app.css``, or its single files while developing and testing."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', addresses("app.css"))


@register.simple_tag
def app_scripts():
    """The page's scripts, deferred: ``app.js``, or its single files while developing and testing."""
    return format_html_join("\n", '<script src="{}" defer></script>', addresses("app.js"))


def addresses(bundle):
    is_bundled = isinstance(staticfiles_storage, BundledStaticFilesStorage) and not settings.DEBUG
    return [(static(bundle),)] if is_bundled else single_addresses(tuple(bundled_files(bundle)))


@cache
def single_addresses(names):
    """Found once: every page asks for all sixty."""
    return [(static(name),) for name in names]
