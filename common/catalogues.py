"""Translations ready to use: every .po built into the .mo beside it, without gettext's own programs."""

import os
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed


def compile_catalogues(folder):
    """Build each ``*.po`` under ``folder`` whose .mo is missing or older; return the .mo files written.

    Whatever this process has translated so far without them is forgotten, so that the first start of a new
    checkout already speaks the language.
    """
    written = [compile_catalogue(source) for source in sorted(Path(folder).rglob("*.po")) if is_stale(source)]
    for catalogue in written:
        translation_file_changed(compile_catalogues, catalogue)
    return written


def is_stale(source):
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source):
    """Write the .mo in one step: test workers that start together may read it while it is written."""
    target = source.with_suffix(".mo")
    draft = target.with_suffix(f".{os.getpid()}.draft")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return target
