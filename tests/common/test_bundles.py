import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.files.storage import FileSystemStorage

from common import bundles
from common.bundles import BundledStaticFilesStorage, bundled_files
from common.templatetags.assets import app_scripts, app_stylesheets

ROOT = Path(__file__).parents[2]


def on_disk(folder):
    static = ROOT / "static"
    return {path.relative_to(static).as_posix() for path in (static / folder).rglob("*") if path.is_file()}


def test_every_style_sheet_is_listed():
    assert on_disk("css") == set(bundled_files("app.css"))


def test_every_script_is_listed():
    assert on_disk("js") == {name for name in bundled_files("app.js") if name.startswith("js/")}


def test_style_sheets_name_no_relative_address():
    # The bundle lies elsewhere than its sources: a relative address would point nowhere.
    relative = re.compile(r"url\(['\"]?+(?!data:|#)")

    assert [name for name in on_disk("css") if relative.search((ROOT / "static" / name).read_text())] == []


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def sources(tmp_path, settings, monkeypatch):
    """Three style sheets and a script, as ``collectstatic`` hands them to the storage."""
    files = {
        "css/a.css": ".a {}",
        "css/components/z.css": ".z {}",
        "css/components/b.css": ".b {}",
        "js/a.js": "a()",
    }
    for name, text in files.items():
        write(tmp_path / "source" / name, text)
        write(tmp_path / "static" / name, text)
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    lists = {"app.css": ["css/a.css", "css/components/*.css"], "app.js": ["js/a.js", "js/a.js"]}
    monkeypatch.setattr(bundles, "BUNDLES", lists)
    origin = FileSystemStorage(tmp_path / "source")
    return {name: (origin, name) for name in files}


@pytest.fixture
def storage(tmp_path):
    return BundledStaticFilesStorage(location=tmp_path / "static", base_url="/static/")


def test_bundles_join_their_sources_in_order(sources, storage, tmp_path):
    list(storage.post_process(sources))

    assert (tmp_path / "static/app.css").read_text() == ".a {}\n.b {}\n.z {}"
    assert (tmp_path / "static/app.js").read_text() == "a()\n;\na()"


def test_bundles_are_hashed_and_compressed(sources, storage, tmp_path, monkeypatch):
    monkeypatch.setitem(bundles.SEPARATORS, "app.css", "\n" * 2_000)  # long enough to be worth compressing

    list(storage.post_process(sources))

    address = storage.url("app.css", force=True)
    assert address != "/static/app.css"
    names = {path.name for path in (tmp_path / "static").iterdir()}
    name = address.removeprefix("/static/")
    assert {name, f"{name}.gz", f"{name}.br"} <= names


def test_a_second_run_replaces_the_bundles(sources, storage, tmp_path):
    list(storage.post_process(sources))
    (tmp_path / "source/css/a.css").write_text(".new {}")

    list(storage.post_process(sources))

    assert (tmp_path / "static/app.css").read_text().startswith(".new {}")


def test_pages_link_single_files_from_plain_storage(sources):
    assert isinstance(staticfiles_storage, StaticFilesStorage)
    assert app_stylesheets().count("<link") == 3
    assert app_scripts().splitlines()[0] == '<script src="/static/js/a.js" defer></script>'


def test_pages_link_the_bundle_when_there_is_one(sources, storage, monkeypatch, settings):
    list(storage.post_process(sources))
    monkeypatch.setattr("common.templatetags.assets.staticfiles_storage", storage)
    monkeypatch.setattr("common.templatetags.assets.static", storage.url)
    settings.DEBUG = False

    assert app_stylesheets() == f'<link rel="stylesheet" href="{storage.url("app.css")}">'
    assert app_scripts() == f'<script src="{storage.url("app.js")}" defer></script>'
