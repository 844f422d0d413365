"""What people see and do about key results that KPIs drive."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from goals.models import CheckIn, KeyResult
from kpis.models import KeyResultLink, Kpi
from tests.api_client import ask, token_of
from tests.factories import KeyResultFactory, UserFactory
from tests.factories.kpis import KpiFactory
from tests.kpis.driving import Mode, driven, record, stands

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


def opened(client, address, **data):
    return client.get(address, data).content.decode()


@pytest.fixture
def pair(client):
    kpi, key_result = driven()
    record(kpi, "2026-10", 40)
    client.force_login(kpi.owner)
    return kpi, key_result


def test_a_kpi_is_chosen_and_linked_without_scripts(client):
    key_result = KeyResultFactory()
    kpi = KpiFactory(owner=key_result.owner)
    client.force_login(key_result.owner)
    address = reverse("key-result-kpi-link", args=[key_result.pk])

    form = client.get(address, {"kpi": kpi.code}).context["form"]
    answer = client.post(address, {"kpi": kpi.code, "mode": form["mode"].value()})

    assert answer.url == key_result.get_absolute_url()
    assert KeyResultLink.objects.get().mode == Mode.TO_DATE


def test_what_is_refused_is_said_at_the_field(client, pair):
    other = KpiFactory(owner=pair[0].owner)

    answer = client.post(reverse("key-result-kpi-link", args=[pair[1].pk]), {"kpi": other.code, "mode": "latest"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["mode"])


@pytest.mark.parametrize("visibility", Kpi.Visibility.values)
def test_only_a_kpi_of_the_company_that_one_reads_can_be_linked(client, visibility):
    key_result = KeyResultFactory()
    hidden = KpiFactory(owner=UserFactory(company=key_result.company), visibility="restricted")
    foreign = KpiFactory(visibility=visibility)
    client.force_login(key_result.owner)

    for kpi in (hidden, foreign):
        sent = {"kpi": kpi.code, "mode": "context"}
        assert client.post(reverse("key-result-kpi-link", args=[key_result.pk]), sent).status_code == 422
    assert not KeyResultLink.objects.exists()


def test_a_link_is_taken_away_once(client, pair):
    kpi, key_result = pair
    for _press in range(2):
        client.post(reverse("key-result-kpi-remove", args=[key_result.pk]), {"kpi": kpi.code})

    assert stands(key_result) == (None, 0)
    assert not key_result.is_automatic


def test_the_key_result_says_where_its_value_comes_from(client, pair):
    kpi, key_result = pair
    page = opened(client, key_result.get_absolute_url())

    assert f"{kpi.name}: its latest actual" in page
    assert "(40 − 0) ÷ (100 − 0)" in page
    assert reverse("key-result-kpis", args=[key_result.pk]) in page
    assert "From a KPI" in opened(client, key_result.objective.get_absolute_url())


def test_only_lagging_kpis_ask_for_a_leading_one(client, pair):
    _kpi, key_result = pair
    address = reverse("key-result-kpis", args=[key_result.pk])
    hints = []
    for kind in Kpi.Kind.values:
        Kpi.objects.update(kind=kind)
        hints.append("Add a leading one" in opened(client, address))

    assert hints == [kind == Kpi.Kind.LAGGING for kind in Kpi.Kind.values]


def test_a_kpi_names_the_key_results_the_reader_may_see(client, pair):
    kpi, key_result = pair
    hidden = KeyResultFactory(objective__owner=UserFactory(company=kpi.company), objective__visibility="restricted")
    KeyResultLink.objects.create(kpi=kpi, key_result=hidden)

    page = opened(client, reverse("kpi-goals", args=[kpi.code]))

    assert (key_result.title in page, key_result.objective.title in page) == (True, True)
    assert hidden.title not in page


@pytest.mark.parametrize("extra", [{}, {"value": "99"}])
def test_a_check_in_asks_for_word_and_note_only(client, pair, extra):
    kpi, key_result = pair
    address = reverse("check-in", args=[key_result.pk])
    form = client.get(address)
    assert (kpi.get_absolute_url() in form.content.decode(), "value" in form.context["form"].fields) == (True, False)

    hidden = {name: form.context["form"][name].value() for name in ("request_key", "seen")}
    client.post(address, {**hidden, "status": "at_risk", "note": "Slow", **extra})

    assert CheckIn.objects.get().value == 40
    assert stands(key_result) == (40, Decimal("0.4"))


def test_the_pages_cost_as_many_queries_as_others(client, pair, django_assert_max_num_queries):
    kpi, key_result = pair
    client.get(key_result.get_absolute_url())
    names = ("key-result", "key-result-kpis", "key-result-kpi-link", "check-in")
    for name in names:
        with django_assert_max_num_queries(10):
            client.get(reverse(name, args=[key_result.pk]), {"kpi": kpi.code})


# API


def test_the_api_names_the_kpi_to_those_who_may_read_it(pair):
    kpi, key_result = pair
    told = ask(token_of(kpi.owner), "GET", reverse("api-key-results") + "?is_automatic=true").json()["results"]
    Kpi.objects.update(visibility="restricted")
    other = UserFactory(company=kpi.company)
    hidden = ask(token_of(other), "GET", reverse("api-key-result", args=[key_result.pk])).json()

    assert [(row["is_automatic"], row["kpi"], row["current"]) for row in told] == [(True, kpi.code, "40")]
    assert (hidden["is_automatic"], hidden["kpi"]) == (True, None)


@pytest.mark.parametrize(("extra", "status"), [({}, 201), ({"value": "40"}, 201), ({"value": "41"}, 400)])
def test_a_check_in_by_the_api_brings_no_other_value(pair, extra, status):
    kpi, key_result = pair
    sent = {"key_result": key_result.pk, "status": "on_track", **extra}

    answer = ask(token_of(kpi.owner), "POST", reverse("api-check-ins"), sent)

    assert (answer.status_code, list(answer.json().get("errors", []))) == (status, ["value"] if status == 400 else [])


# Commands


def test_the_checks_find_and_mend_what_does_not_follow_from_actuals(pair):
    for wrong in ({"progress": 1}, {"is_automatic": False}):
        KeyResult.objects.update(**wrong)
        with pytest.raises(CommandError):
            call_command("check_kpis", stdout=StringIO())
        call_command("check_kpis", "--repair", stdout=StringIO())
        assert stands(pair[1]) == (40, Decimal("0.4"))
        assert pair[1].is_automatic


def test_an_archived_kpi_that_gives_the_value_is_shown_and_can_be_taken_away(client, pair):
    kpi, key_result = pair
    Kpi.objects.update(archived_at=NOON)

    assert kpi.name in opened(client, reverse("key-result-kpis", args=[key_result.pk]))
    assert kpi.name in opened(client, reverse("key-result-kpi-link", args=[key_result.pk]))
    client.post(reverse("key-result-kpi-remove", args=[key_result.pk]), {"kpi": kpi.code})

    key_result.refresh_from_db()
    assert not key_result.is_automatic


@pytest.mark.postgres
def test_what_no_code_can_be_is_no_kpi(client, pair):
    answer = client.post(reverse("key-result-kpi-remove", args=[pair[1].pk]), {"kpi": "\0"})

    assert answer.status_code == 302
