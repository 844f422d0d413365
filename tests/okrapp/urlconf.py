"""Walks the URLconf, so that no page is forgotten."""

from django.urls import URLPattern, URLResolver, get_resolver


def named_patterns(patterns=None, prefix=""):
    """Yield (name, route, view) of every pattern, namespaces of includes left out."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name, route, pattern.callback


def all_names():
    return {name or route for name, route, _view in named_patterns()}
