"""The library of KPIs that many companies use: to look through, and to begin a KPI of one's own with.

``kpis/library/facts.toml`` holds what is the same in every language, a file per language the words.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy

from common.text import search_key
from kpis.models import Kpi

FOLDER = Path(__file__).parents[1] / "library"
DEPARTMENTS = {
    "sales": pgettext_lazy("department", "Sales"),
    "marketing": pgettext_lazy("department", "Marketing"),
    "support": pgettext_lazy("department", "Support"),
    "production": pgettext_lazy("department", "Production"),
    "product": pgettext_lazy("department", "Product"),
    "hr": pgettext_lazy("department", "HR"),
    "finance": pgettext_lazy("department", "Finance"),
}
ARROWS = {Kpi.Direction.HIGHER: "↑", Kpi.Direction.LOWER: "↓", Kpi.Direction.RANGE: "↔"}
PREFILLED = [
    "name",
    "code",
    "definition",
    "why",
    "category",
    "kind",
    "frequency",
    "unit",
    "decimals",
    "direction",
    "aggregation",
    "source",
    "if_bad",
]


@dataclass(frozen=True)
class LibraryKpi:
    """One KPI of the library in one language; ``departments`` are keys of DEPARTMENTS."""

    key: str
    name: str
    definition: str
    why: str
    if_bad: str
    source: str
    category: str
    kind: str
    direction: str
    frequency: str
    decimals: int
    aggregation: str
    departments: list
    words: list
    unit: str = ""

    @property
    def code(self):
        """The code suggested for it, the same in every language."""
        return self.key.upper()

    @property
    def arrow(self):
        return ARROWS[self.direction]

    @property
    def direction_words(self):
        return Kpi.Direction(self.direction).label

    @property
    def kind_word(self):
        return Kpi.Kind(self.kind).label

    @property
    def frequency_words(self):
        return Kpi.Frequency(self.frequency).label

    @property
    def department_names(self):
        return [DEPARTMENTS[key] for key in self.departments]

    @property
    def search_text(self):
        return search_key(f"{self.name} {self.code} {self.definition}")

    def is_about(self, text):
        """Whether a search key holds one of its words."""
        return any(holds(text, search_key(word)) for word in self.words)

    def prefilled(self):
        """What a form begins with."""
        return {name: getattr(self, name) for name in PREFILLED}


@cache
def read_library(language):
    """Return {key: LibraryKpi} in the order of the file, each with the words by which it is found in any language."""
    facts, texts = read("facts"), {code: read(code) for code, _name in settings.LANGUAGES}
    words = {key: [word for every in texts.values() for word in every[key]["words"]] for key in facts}
    return {
        key: LibraryKpi(key=key, **told, **texts[language][key] | {"words": words[key]})
        for key, told in facts.items()
    }


def read(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def library_kpi(key):
    """Return the one with that key in the reader's language, or None."""
    return read_library(get_language()).get(key)


def library_groups(viewer, wanted, objective=None):
    """Return [(category in words, [(LibraryKpi, the company's KPI with its code or None)])] of what is asked for.

    ``wanted`` maps category, kind, department and q to what they have to be; what is empty fits all. Only KPIs
    that the viewer may read count as used. With an ``objective``, those whose words it or its key results hold.
    Two queries at most.
    """
    used = {kpi.code: kpi for kpi in Kpi.objects.visible_to(viewer).active()}
    text = text_of(objective) if objective else None
    found = [
        entry
        for entry in read_library(get_language()).values()
        if fits(entry, wanted) and (text is None or entry.is_about(text))
    ]
    groups = [
        (category.label, [(entry, used.get(entry.code)) for entry in found if entry.category == category])
        for category in Kpi.Category
    ]
    return [(label, entries) for label, entries in groups if entries]


def holds(text, word):
    """Whether the word is in the text; a Latin one has to stand alone, a plural s aside."""
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) is not None
    return word in text


def text_of(objective):
    return search_key(objective.title, *objective.key_results.values_list("title", flat=True))


def fits(entry, wanted):
    words = search_key(wanted.get("q", "")).split()
    return (
        all(word in entry.search_text for word in words)
        and wanted.get("category") in {None, "", entry.category}
        and wanted.get("kind") in {None, "", entry.kind}
        and wanted.get("department") in {None, "", *entry.departments}
    )
