"""A KPI's forms keep what others saved meanwhile, and what was typed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from common.api.forms import as_typed
from kpis.domain.kpis import change_kpi
from kpis.domain.measurements import set_target
from kpis.models import Kpi, Target
from kpis.periods import Frequency, parse_key
from tests.api_client import ask, token_of
from tests.factories import AdminFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)), translation.override("en"):
        yield


@pytest.fixture
def kpi(client):
    kpi = KpiFactory(owner=AdminFactory(language="en"), target=Decimal(100))
    client.force_login(kpi.owner)
    return kpi


def open_form(client, url):
    """What a browser would send of the form untouched."""
    typed = as_typed(client.get(url).context["form"])
    return {name: value for name, value in typed.items() if value is not False}


def test_an_old_edit_form_is_shown_again_beside_what_changed(client, kpi):
    url = reverse("kpi-edit", args=[kpi.code])
    form = open_form(client, url)
    change_kpi(kpi, actor=kpi.owner, target=Decimal(120), visibility="restricted")

    answer = client.post(url, form | {"name": "Mine"})

    kpi.refresh_from_db()
    assert (answer.status_code, kpi.target, kpi.name != "Mine") == (409, 120, True)
    (change,) = answer.context["conflict"]
    assert ("Target", "100", "120") in change.details
    assert (answer.context["form"]["name"].value(), answer.context["form"]["version"].value()) == ("Mine", 1)
    again = {
        name: "" if value is None else value for name, value in as_typed(answer.context["form"]).items() if value
    }
    assert client.post(url, again).status_code == 302
    assert client.post(url, again).status_code == 302  # a double click changes nothing more
    kpi.refresh_from_db()
    assert (kpi.name, kpi.target) == ("Mine", 100)


def test_an_old_targets_form_is_shown_again_beside_what_changed(client, kpi):
    url = reverse("kpi-targets", args=[kpi.code])
    form = open_form(client, url)
    set_target(kpi, parse_key("2026-12", Frequency.MONTH, 4), actor=kpi.owner, target=Decimal(50))

    answer = client.post(url, form | {"target-2026-11": "10"})

    assert answer.status_code == 409
    assert Target.objects.get().period == "2026-12"
    assert answer.context["form"]["target-2026-11"].value() == "10"
    (change,) = answer.context["conflict"]
    assert {("Target", "", "50"), ("Period", "", "December 2026")} <= {*change.details}
    assert client.post(url, as_typed(answer.context["form"])).status_code == 302
    assert Target.objects.get().period == "2026-11"


def test_lines_end_alike_whatever_a_browser_sends(client, kpi):
    Kpi.objects.update(definition="One\ntwo")
    url = reverse("kpi-edit", args=[kpi.code])

    answer = client.post(url, open_form(client, url) | {"definition": "One\r\ntwo", "name": "Another name"})

    kpi.refresh_from_db()
    assert (answer.status_code, kpi.name, kpi.definition) == (302, "Another name", "One\ntwo")


def test_a_kpi_whose_owner_has_left_can_be_changed(client, kpi):
    admin, gone = kpi.owner, UserFactory(company=kpi.company, is_active=False)
    Kpi.objects.update(owner=gone)
    url = reverse("kpi-edit", args=[kpi.code])

    by_page = client.post(url, open_form(client, url) | {"name": "By page"})
    by_api = ask(token_of(admin), "PATCH", reverse("api-kpi", args=[kpi.code]), {"unit": "days"})

    assert (by_page.status_code, by_api.status_code) == (302, 200)
