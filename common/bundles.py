"""Many small style sheets and scripts in the source, one ``app.css`` and one ``app.js`` on the wire.

The lists below are the order in which browsers get them. ``*`` stands for the project's own files of
that name, from A to Z.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = [
    "css/tokens.css",
    "css/reset.css",
    "css/base.css",
    "css/layout.css",
    "css/components/*.css",
    "css/utilities.css",
    "css/print.css",
]
SCRIPTS = [
    "django_htmx/htmx-2.min.js",
    "js/*.js",
]

BUNDLES = {"app.css": STYLESHEETS, "app.js": SCRIPTS}
# A script that ends without a semicolon or in a comment must not swallow the next one.
SEPARATORS = {"app.css": "\n", "app.js": "\n;\n"}


def bundled_files(bundle):
    """The static names that make up ``app.css`` or ``app.js``, in order."""
    folders = tuple(settings.STATICFILES_DIRS)
    return [name for pattern in BUNDLES[bundle] for name in expand(pattern, folders)]


@cache
def expand(pattern, folders):
    """The names as they were first found: every page asks, and a new file comes with a new start."""
    if "*" not in pattern:
        return [pattern]
    return sorted(
        path.relative_to(folder).as_posix() for folder in map(Path, folders) for path in folder.glob(pattern)
    )


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage (hashed names, gzip and brotli) with the bundles among its files."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {bundle: (self, bundle) for bundle in BUNDLES}
            for bundle in BUNDLES:
                self.write_bundle(bundle, paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def write_bundle(self, bundle, paths):
        """Join the sources that ``paths`` (static name to storage and path) gives for one bundle."""
        sources = []
        for name in bundled_files(bundle):
            storage, path = paths[name]
            with storage.open(path) as file:
                sources.append(file.read().decode())
        self.delete(bundle)
        self.save(bundle, ContentFile(SEPARATORS[bundle].join(sources).encode()))
