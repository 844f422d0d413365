import gettext
import os

import pytest

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
