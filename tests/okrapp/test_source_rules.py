"""What no template and no module may hold."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ["okrapp", "kpis", "goals", "notifications", "people", "common"]
PAGES = {".html", ".svg"}
IN_PAGES = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*(\bsrc=|type=\"application/json\"))",
    "an inline handler": r"\s(on[a-z]+|(data-)?hx-on\S*)\s*=",
    "a script address": r"javascript:",
}
IN_TEXTS = {"an untrimmed blocktranslate": r"{%-?\s*blocktrans(late)?\b(?![^%]*\btrimmed\b)"}
IN_MODULES = {"an f-string as msgid": r"\b(_|n?p?gettext(_lazy)?)\(\s*r?f[\"']"}


def broken(rules, text):
    return [rule for rule, pattern in rules.items() if re.search(pattern, text)]


def own_files(*folders):
    return (path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file())


def offenders(rules, paths):
    return {
        str(path.relative_to(ROOT)): rules_broken
        for path in paths
        if (rules_broken := broken(rules, path.read_text()))
    }


def test_pages_hold_nothing_inline():
    pages = [path for path in own_files("templates", *APPS) if path.suffix in PAGES and "email" not in path.parts]

    assert offenders(IN_PAGES, pages) == {}


def test_translated_blocks_are_trimmed():
    texts = [path for path in own_files("templates", *APPS) if path.suffix in PAGES | {".txt"}]

    assert offenders(IN_TEXTS, texts) == {}


def test_translated_strings_are_constant():
    assert offenders(IN_MODULES, (path for path in own_files(*APPS) if path.suffix == ".py")) == {}


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (IN_PAGES, '<p style="color: red">'),
        (IN_PAGES, "<script>alert(1)</script>"),
        (IN_PAGES, '<a onclick="go()">'),
        (IN_PAGES, '<a hx-on:click="go()">'),
        (IN_PAGES, '<a href="javascript:go()">'),
        (IN_TEXTS, "{% blocktranslate with a=b %}"),
        (IN_MODULES, '_(f"{name}")'),
    ],
)
def test_the_rules_catch_what_they_name(rules, text):
    assert broken(rules, text) != []


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (IN_PAGES, '<script src="a.js" defer></script>'),
        (IN_PAGES, "<button hx-get='/' class='button'>"),
        (IN_TEXTS, "{% blocktranslate trimmed with a=b %}"),
        (IN_MODULES, '_("%(name)s") % {"name": name}'),
    ],
)
def test_the_rules_let_the_rest_pass(rules, text):
    assert broken(rules, text) == []
