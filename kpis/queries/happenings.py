"""What people said beside a KPI's chart, as finished text: notes on days, and baselines."""

from dataclasses import dataclass

from django.urls import reverse

from common.templatetags.components import avatar
from goals.wording import long_date
from kpis import rules


@dataclass(frozen=True)
class Happening:
    """One note or baseline; ``url`` is where its reader may change it or take it back, else ""."""

    on: str
    text: str
    avatar: str
    author: str
    url: str


def note_rows(viewer, kpi, notes):
    """The latest day first."""
    return [note_row(viewer, kpi, each) for each in reversed(notes)]


def note_row(viewer, kpi, note):
    note.kpi = kpi
    url = reverse("kpi-note", args=[note.pk]) if rules.change_note(viewer, note) else ""
    return happening(note.on, note.text, note.author, url)


def baseline_rows(viewer, kpi):
    """The latest first, in one query."""
    may_withdraw = rules.edit_kpi(viewer, kpi)
    return [
        happening(
            each.starts_on,
            each.reason,
            each.author,
            reverse("kpi-baseline-withdraw", args=[each.pk]) if may_withdraw else "",
        )
        for each in kpi.baselines.select_related("author").reverse()
    ]


def happening(day, text, author, url):
    return Happening(long_date(day), text, avatar(author.initials, author.tone), author.name, url)
