"""What stands on and beside a KPI's chart: limits, signals, breaks, baselines and notes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from common.charts import plot
from kpis import rules
from kpis.domain.baselines import set_baseline, withdraw_baseline
from kpis.domain.errors import KpiError
from kpis.domain.kpis import archive_kpi
from kpis.domain.notes import add_note
from kpis.models import Baseline, KpiNote
from kpis.queries.kpi_background import kpi_background
from kpis.queries.kpi_page import kpi_page
from people.models import AuditEntry
from tests.factories import AdminFactory, UserFactory, ViewerFactory
from tests.factories.kpis import kpi_with_actuals

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
TODAY = NOON.date()
STEADY = [10, 12] * 5


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def kpi():
    return kpi_with(STEADY)


def kpi_with(values, **more):
    return kpi_with_actuals(values, owner=AdminFactory(), name="Leads", **more)


def page_of(kpi):
    return kpi_page(kpi, kpi.owner, TODAY)


def baseline(kpi, on="2026-05-15", reason="A new line"):
    return set_baseline(kpi, starts_on=date.fromisoformat(on), reason=reason, actor=kpi.owner)


def send(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(reverse(name, args=args), data)


# In words


@pytest.mark.parametrize(
    ("values", "word", "said"),
    [
        ([], "Too few points", "A signal can be told from noise with 8 actuals; so far: 0."),
        (STEADY[:3], "Too few points", "A signal can be told from noise with 8 actuals; so far: 3."),
        (STEADY, "Noise", "Oct 2026 moves as it usually does: a cause need not be looked for."),
        (
            [*STEADY, 30],
            "Signal",
            "Oct 2026 lies above the limits of the usual: something has changed. Ask what.",
        ),
        (
            [*STEADY, *STEADY, *[12] * 9],
            "Signal",
            "10 in a row above the mean since Jan 2026: something has changed. Ask what.",
        ),
    ],
)
def test_the_page_says_signal_or_noise(values, word, said):
    verdict = page_of(kpi_with(values)).verdict

    assert (verdict.word, verdict.sentence) == (word, said)


def test_it_says_since_when_there_are_too_few(kpi):
    baseline(kpi)

    assert page_of(kpi).verdict.sentence.endswith("8 actuals since Fri 15 May 2026; so far: 6.")


# On the chart


def test_signals_stand_in_the_table_in_words_and_have_their_own_shape(client):
    kpi = kpi_with([*STEADY, *STEADY, 30])
    client.force_login(kpi.owner)

    page = client.get(kpi.get_absolute_url()).content.decode()

    assert "<td>Signal: above the limits</td>" in page
    assert page.count('<path class="signal"') == 2  # one on the chart, one in its key


def test_the_line_and_the_limits_end_at_a_break_and_begin_anew():
    kpi = kpi_with([*STEADY, *[100, 120] * 5])
    baseline(kpi, on="2026-01-15")

    drawn = plot(page_of(kpi).chart)

    assert drawn["value_path"].count("M") == 2
    assert [line[0] for line in drawn["limits"][0]["lines"]] == ["mean", "limit", "limit"]
    assert drawn["limits"][0]["x2"] == drawn["limits"][1]["x1"] == drawn["marks"][0]["x"]
    assert drawn["marks"][0]["mark"].label == "Thu 15 Jan 2026, new baseline: A new line"


def test_a_new_definition_and_a_new_baseline_may_fall_on_one_day(kpi):
    meaning = {"company": kpi.company, "direction": "higher", "frequency": "month", "reason": "Why"}
    for day, definition in [(date(2025, 1, 1), "Old"), (date(2026, 5, 15), "New")]:
        kpi.versions.create(effective_on=day, definition=definition, **meaning)
    baseline(kpi, on="2026-05-15")

    drawn = plot(page_of(kpi).chart)

    assert len(drawn["marks"]) == 2
    assert drawn["value_path"].count("M") == 2


def test_a_range_keeps_its_band_beside_the_limits():
    chart = page_of(kpi_with(STEADY, direction="range", target=None, low=Decimal(9), high=Decimal(13))).chart

    assert (chart.band, chart.band_label) == ((9.0, 13.0), "The range asked for")
    assert [(each.lower, each.upper) for each in chart.limits] == [(5.68, 16.32)]


def test_notes_are_numbered_on_the_chart_and_listed_with_their_author(kpi):
    for day, text in [(date(2026, 9, 3), "Outage"), (date(2026, 7, 9), "Campaign"), (date(2020, 1, 1), "Long ago")]:
        add_note(kpi, on=day, text=text, author=kpi.owner)

    page = page_of(kpi)

    marks = [(each["number"], each["mark"].label) for each in plot(page.chart)["marks"]]
    assert marks == [(1, "Thu 9 Jul 2026: Campaign"), (2, "Thu 3 Sep 2026: Outage")]
    assert [(note.text, note.author) for note in page.notes] == [
        (text, kpi.owner.name) for text in ("Outage", "Campaign", "Long ago")
    ]


def test_an_unverified_source_is_said_at_the_chart(client, kpi):
    client.force_login(kpi.owner)
    assert "Source unverified" in client.get(kpi.get_absolute_url()).content.decode()

    client.post(reverse("kpi-verify", args=[kpi.code]))
    assert "Source unverified" not in client.get(kpi.get_absolute_url()).content.decode()


def test_the_scorecard_marks_a_signal(client):
    kpi = kpi_with([*STEADY, 30])
    client.force_login(kpi.owner)

    assert '<span class="chip signal">Signal</span>' in client.get(reverse("kpis")).content.decode()


# Baselines


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-19", "A baseline cannot begin on a day to come."),
        ("2025-12-31", "No actual was recorded that early."),
        ("2026-05-15", "A baseline begins on that day already."),
    ],
)
def test_a_baseline_on_a_wrong_day_is_refused_at_the_field(client, kpi, day, said):
    baseline(kpi)

    answer = send(client, kpi.owner, "kpi-baseline", kpi.code, starts_on=day, reason="Again")

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"starts_on": [said]}
    assert 'value="Again"' in answer.content.decode()


def test_a_baseline_is_listed_with_its_reason_and_can_be_taken_back(client, kpi):
    answer = send(client, kpi.owner, "kpi-baseline", kpi.code, starts_on="2026-05-15", reason="A new line")
    assert answer.status_code == 302
    assert [(each.text, each.author) for each in kpi_background(kpi, kpi.owner).baselines] == [
        ("A new line", kpi.owner.name)
    ]

    stale = Baseline.objects.get()
    send(client, kpi.owner, "kpi-baseline-withdraw", stale.pk)
    withdraw_baseline(stale, actor=kpi.owner)

    assert kpi_background(kpi, kpi.owner).baselines == []
    actions = AuditEntry.objects.filter(action__startswith="kpi.baseline").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["kpi.baseline_set", "kpi.baseline_withdrawn"]


def test_a_kpi_without_actuals_has_nothing_to_begin_anew():
    with pytest.raises(KpiError):
        baseline(kpi_with([]))


# Notes


def test_a_note_is_added_changed_and_removed(client, kpi):
    def noted():
        return list(KpiNote.objects.values_list("on", "text"))

    send(client, kpi.owner, "kpi-note-new", kpi.code, on="2026-09-03", text="Outage")
    note = KpiNote.objects.get()
    send(client, kpi.owner, "kpi-note", note.pk, on="2026-09-04", text="Outage")
    assert noted() == [(date(2026, 9, 4), "Outage")]

    send(client, kpi.owner, "kpi-note-remove", note.pk)
    assert noted() == []
    entries = AuditEntry.objects.filter(action__startswith="kpi.note").order_by("pk")
    assert [(each.action, each.changes) for each in entries] == [
        ("kpi.note_added", {"on": [None, "2026-09-03"], "text": [None, "Outage"]}),
        ("kpi.note_changed", {"on": ["2026-09-03", "2026-09-04"]}),
        ("kpi.note_removed", {"on": ["2026-09-04", None], "text": ["Outage", None]}),
    ]


@pytest.mark.parametrize(("field", "sent"), [("text", "x" * 201), ("text", ""), ("on", "yesterday")])
def test_a_wrong_note_is_answered_in_place_with_what_was_typed(client, kpi, field, sent):
    client.force_login(kpi.owner)
    typed = {"on": "2026-09-03", "text": "Outage"} | {field: sent}
    headers = {"HX-Request": "true", "HX-Target": "note"}

    answer = client.post(reverse("kpi-note-new", args=[kpi.code]), typed, headers=headers)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "<html" not in answer.content.decode()
    assert sent in answer.content.decode()


def test_a_note_is_changed_by_its_author_and_by_who_runs_the_place(kpi):
    author, owner = UserFactory(company=kpi.company), UserFactory(company=kpi.company)
    kpi.owner = owner
    note = add_note(kpi, on=TODAY, text="Outage", author=author)
    note.kpi = kpi
    people = [author, AdminFactory(company=kpi.company), owner, ViewerFactory(company=kpi.company)]

    assert [rules.change_note(person, note) for person in people] == [True, True, False, False]

    archive_kpi(kpi, actor=owner)
    kpi.refresh_from_db()
    assert not rules.change_note(author, note)


def test_a_note_sent_twice_is_pinned_once(client, kpi):
    for _each in range(2):
        send(client, kpi.owner, "kpi-note-new", kpi.code, on="2026-09-03", text="Outage")

    assert KpiNote.objects.count() == 1
