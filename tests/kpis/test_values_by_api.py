"""Actuals and targets by the API: the same again changes nothing."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.domain.kpis import archive_kpi
from kpis.models import Kpi, Measurement, MeasurementEntry, Target
from tests.api_client import ask, token_of
from tests.factories import AdminFactory, UserFactory
from tests.factories.kpis import KpiFactory
from tests.together import at_once, errors

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday(db):
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture
def kpi():
    return KpiFactory(owner=AdminFactory(), code="LEADS")


@pytest.fixture
def token(kpi):
    return token_of(kpi.owner)


def put(token, sent, *, name="api-measurement", period="2026-10", code="LEADS"):
    return ask(token, "PUT", reverse(name, args=[code, period]), sent)


def test_an_actual_is_created_then_replaced_and_its_history_kept(kpi, token):
    answers = [put(token, {"value": value}) for value in ("92.50", "92.5", "93")]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == {
        "period": "2026-10",
        "starts_on": "2026-10-01",
        "ends_on": "2026-10-31",
        "value": "92.5",
    }
    entries = list(MeasurementEntry.objects.values_list("value", "way", "author"))
    assert entries == [(Decimal(value), "api", kpi.owner_id) for value in ("93", "92.5")]
    assert ask(token, "GET", reverse("api-measurement", args=["LEADS", "2026-10"])).json()["value"] == "93"


def test_the_same_with_its_note_again_changes_nothing(kpi, token):
    for _each in range(2):
        put(token, {"value": "5", "note": "From the shop"})

    assert list(MeasurementEntry.objects.values_list("note", flat=True)) == ["From the shop"]


@pytest.mark.parametrize(
    ("frequency", "period", "starts_on"),
    [
        ("day", "2026-11-18", "2026-11-18"),
        ("week", "2026-W47", "2026-11-16"),
        ("month", "2026-11", "2026-11-01"),
        ("quarter", "2026-Q3", "2026-10-01"),
        ("half", "2026-H1", "2026-04-01"),
        ("year", "2026", "2026-04-01"),
    ],
)
def test_a_period_is_named_as_everywhere(kpi, token, frequency, period, starts_on):
    Kpi.objects.update(frequency=frequency)

    assert put(token, {"value": "1"}, period=period).json()["starts_on"] == starts_on


def test_a_period_that_has_not_begun_takes_no_actual(kpi, token):
    answer = put(token, {"value": "1"}, period="2026-12")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["period"])
    assert not Measurement.objects.exists()


def test_a_target_that_no_longer_fits_the_direction_is_not_there(kpi, token):
    put(token, {"target": "5"}, name="api-target")
    Kpi.objects.update(direction="range", low=1, high=9, target=None)

    assert ask(token, "GET", reverse("api-target", args=["LEADS", "2026-10"])).status_code == 404
    assert put(token, {"low": "2", "high": "3"}, name="api-target").status_code == 201


@pytest.mark.parametrize("period", ["2026-13", "2026-W01", "2026", "1999-01", "2026-1-1"])
def test_what_is_no_period_of_the_kpi_is_not_there(kpi, token, period):
    answer = put(token, {"value": "1"}, period=period)

    assert (answer.status_code, "month" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize(
    "sent", [{}, {"value": None}, {"value": 5}, {"value": "5", "period": "2026-09"}, [], "x", None]
)
def test_a_bad_actual_is_refused(kpi, token, sent):
    assert put(token, sent).status_code == 400
    assert Measurement.objects.count() == 0


def test_an_archived_kpi_takes_no_actuals(kpi, token):
    archive_kpi(kpi, actor=kpi.owner)

    assert put(token, {"value": "5"}).status_code == 403


def test_a_target_is_created_then_replaced(kpi, token):
    answers = [put(token, {"target": value}, name="api-target") for value in ("90", "95", "95")]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert Target.objects.get().target == 95


@pytest.mark.parametrize(
    ("direction", "sent", "fields"),
    [
        ("higher", {}, ["target"]),
        ("higher", {"target": "1", "low": "1"}, ["low"]),
        ("range", {"target": "1"}, ["high", "low", "target"]),
        ("range", {"low": "1"}, ["high"]),
        ("range", {"low": "2", "high": "1"}, ["high"]),
    ],
)
def test_a_target_fits_the_direction(kpi, token, direction, sent, fields):
    Kpi.objects.update(direction=direction)

    answer = put(token, sent, name="api-target")

    assert (answer.status_code, sorted(answer.json()["errors"])) == (400, fields)


def test_a_kpi_is_told_with_its_last_ended_period(kpi, token):
    put(token, {"value": "95"})

    told = ask(token, "GET", reverse("api-kpi", args=["LEADS"])).json()

    assert (told["target"], told["warn_from"], told["is_archived"]) == ("100", "0.9000", False)
    assert told["latest"] == {
        "period": "2026-10",
        "target": "100",
        "low": None,
        "high": None,
        "actual": "95",
        "difference": "5",
        "ratio": "0.9500",
        "attainment": "0.9500",
        "state": "warn",
    }


def test_a_kpi_is_told_with_its_signal_and_limits(kpi, token):
    values = ["10", "12", "10", "12", "10", "12", "10.5", "12", "40"]
    for number, value in enumerate(values):
        put(token, {"value": value}, period=f"2026-{number + 2:02}")

    told = ask(token, "GET", reverse("api-kpi", args=["LEADS"])).json()

    assert told["signal"] == "above"
    assert told["limits"] == {"lower": "0.645278", "mean": "14.277778", "upper": "27.910278"}


def test_a_parent_is_named_to_those_who_may_read_it(kpi):
    member = UserFactory(company=kpi.company)
    KpiFactory(owner=kpi.owner, code="OPEN", parent=kpi)
    Kpi.objects.filter(pk=kpi.pk).update(visibility=Kpi.Visibility.RESTRICTED)
    address = reverse("api-kpi", args=["OPEN"])

    parents = [ask(token_of(person), "GET", address).json()["parent"] for person in (kpi.owner, member)]

    assert parents == ["LEADS", None]


def test_pages_follow_one_another(kpi, token):
    codes = ["LEADS", *(KpiFactory(owner=kpi.owner).code for _each in range(4))]

    seen, address = [], reverse("api-kpis") + "?limit=2&kind=leading"
    while address:
        page = ask(token, "GET", address.removeprefix("http://testserver")).json()
        seen.append([each["code"] for each in page["results"]])
        address = page["next"]

    assert seen == [codes[:2], codes[2:4], codes[4:]]


@pytest.mark.parametrize(
    "query",
    [
        "kind=x",
        "owner=x",
        "is_kgi=1",
        "is_archived=True",
        "owner=",
        "colour=red",
        "limit=0",
        "limit=201",
        "limit=",
        "after=-1",
    ],
)
def test_a_query_that_means_nothing_is_refused(kpi, token, query):
    answer = ask(token, "GET", reverse("api-kpis") + "?" + query)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_archived=false", 1),
        ("is_archived=true", 0),
        ("owner=" + "9" * 40, 0),
        ("owner=-1", 0),
        ("is_kgi=false", 1),
    ],
)
def test_filters_narrow_a_list(kpi, token, query, found):
    assert len(ask(token, "GET", reverse("api-kpis") + "?" + query).json()["results"]) == found


def test_lists_take_the_same_queries_whatever_their_length(kpi, token):
    ask(token, "GET", reverse("api-kpis"))  # notes the use of the token
    counts = set()
    for rows in (1, 3, 30):
        while Kpi.objects.count() < rows:
            KpiFactory(owner=kpi.owner, parent=kpi)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            ask(token, "GET", reverse("api-kpis"))
        counts.add(len(queries))

    assert len(counts) == 1
    assert max(counts) <= 12


@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_a_token_asks_so_often_a_minute(kpi, token):
    answers = [ask(token, "GET", reverse("api-people")) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert ask(token_of(kpi.owner), "GET", reverse("api-people")).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_a_hundred_replays_of_eight_clients_leave_one_value(kpi, token):
    answers = at_once(*[lambda: put(token, {"value": "5", "note": "Nightly"})] * 100, threads=8)

    assert errors(answers) == []
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(201), statuses.count(200)) == (1, 99)
    assert [(each.value, each.period) for each in Measurement.objects.all()] == [(5, "2026-10")]
    assert MeasurementEntry.objects.count() == 1
