"""The demo company as its files tell it.

``shape/`` holds who sits where and every figure, once; a folder per language holds names and words under
the same keys. Numbers come out as int or Decimal.
"""

import tomllib
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("ja", "en")
PAST = "past.toml"


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def read_staff(language):
    """Return the company: shape/people.toml with the names of the edition put in."""
    staff, names = read(FOLDER / "shape" / "people.toml"), read(FOLDER / language / "people.toml")
    for department in staff["departments"]:
        department["name"] = names["departments"].get(department["key"], "")
    return staff | {"name": names["company"], "people": names["people"]}


def read_objectives(language):
    """Return all objectives as dicts, with ``key_results`` in them; each has its words and ``cycle``."""
    words, notes = read_words(language), read_notes(language)
    return [
        complete(objective, words[objective["key"]], notes, cycle)
        for cycle, path in shape_files()
        for objective in read(path)["objective"]
    ]


def shape_files():
    folder = FOLDER / "shape"
    return [("running", path) for path in sorted(folder.glob("running_*.toml"))] + [("past", folder / PAST)]


def read_words(language):
    folder = FOLDER / language
    return merged([*sorted(folder.glob("objectives_*.toml")), folder / PAST])


def read_notes(language):
    return merged(sorted((FOLDER / language).glob("notes_*.toml")))


def merged(paths):
    return {key: table for path in paths for key, table in read(path).items()}


def complete(objective, words, notes, cycle):
    results = [
        result | words["key_results"][result["key"]] | {"notes": notes.get(result["key"], {})}
        for result in objective["key_results"]
    ]
    return {"cycle": cycle} | objective | words | {"key_results": results}


def read_initiatives(language):
    """Return all initiatives as dicts, with their words; ``dropped_because`` stands where one is dropped."""
    words = read(FOLDER / language / "initiatives.toml")
    rows = read(FOLDER / "shape" / "initiatives.toml")["initiative"]
    return [row | told(words[row["key"]]) for row in rows]


def told(words):
    return {"dropped_because" if name == "dropped" else name: each for name, each in words.items()}


def read_kpis(language):
    """Return {"first": the reason of first definitions, "kpis": every KPI with its figures and words}."""
    words = read(FOLDER / language / "kpis.toml")
    figures = read(FOLDER / "shape" / "kpis.toml")["kpi"]
    return {"first": words["first"], "kpis": [row | words[row["code"]] for row in figures]}
