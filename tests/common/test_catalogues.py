import gettext
import os
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from common.catalogues import compile_catalogues

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Objective"
msgstr "目標"

#, fuzzy
msgid "Objectives"
msgstr "目的"
"""


@pytest.fixture
def source(tmp_path):
    po = tmp_path / "ja/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(CATALOGUE)
    return po


def test_translations_work_without_gettexts_programs(source, tmp_path):
    compile_catalogues(tmp_path)

    translate = gettext.translation("django", tmp_path, ["ja"]).gettext
    assert translate("Objective") == "目標"
    assert translate("Objectives") == "Objectives"


def test_only_stale_catalogues_are_built(source, tmp_path):
    target = source.with_suffix(".mo")
    assert compile_catalogues(tmp_path) == [target]
    assert compile_catalogues(tmp_path) == []

    os.utime(target, (0, 0))
    assert compile_catalogues(tmp_path) == [target]


def test_a_process_speaks_what_it_has_just_built(source, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    translation_file_changed(None, Path("django.mo"))
    before = django_gettext_in("ja")

    compile_catalogues(tmp_path)

    assert (before, django_gettext_in("ja")) == ("Objective", "目標")


@pytest.fixture(autouse=True)
def _catalogues_of_the_product():
    yield
    translation_file_changed(None, Path("django.mo"))


def django_gettext_in(language):
    with translation.override(language):
        return translation.gettext("Objective")
