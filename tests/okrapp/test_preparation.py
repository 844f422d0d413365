import pytest

from okrapp.console import terminal_language
from okrapp.preparation import collect_static_files


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
        ({}, "en"),
    ],
)
def test_commands_speak_the_terminals_language(environment, language):
    assert terminal_language(environment) == language


def test_static_files_are_collected_again_only_after_a_change(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("one")
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]

    collect_static_files()
    (settings.STATIC_ROOT / "a.txt").write_text("marked")
    collect_static_files()
    assert (settings.STATIC_ROOT / "a.txt").read_text() == "marked"

    (source / "b.txt").write_text("two")
    collect_static_files()
    assert (settings.STATIC_ROOT / "b.txt").exists()
