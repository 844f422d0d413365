"""Three questions about a KPI that only people can answer, stored with who said so and when."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from kpis.models import KeyResultLink, Kpi, QualityAnswer
from kpis.queries.checklist import checklist, smart_checks
from people.models import AuditEntry
from tests.factories import AdminFactory, KeyResultFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(owner=AdminFactory(language="en"))


def send(client, kpi, person=None, **data):
    client.force_login(person or kpi.owner)
    return client.post(reverse("kpi-quality", args=[kpi.code]), data)


def answers(kpi):
    rows = QualityAnswer.objects.filter(kpi=kpi).order_by("pk")
    return [(row.question, row.answer, row.remark, row.author) for row in rows]


def test_answers_are_stored_with_who_gave_them_and_may_stay_open(client, kpi):
    response = send(client, kpi, progress="yes", clear="no", clear_remark="Nobody knows what counts")

    assert response.url == kpi.get_absolute_url()
    assert answers(kpi) == [
        ("progress", "yes", "", kpi.owner),
        ("clear", "no", "Nobody knows what counts", kpi.owner),
    ]
    entry = AuditEntry.objects.get(action="kpi.quality_answered")
    assert entry.changes == {
        "quality_progress": [None, "yes"],
        "quality_clear": [None, "no: Nobody knows what counts"],
    }


def test_what_is_not_touched_keeps_its_author_and_what_is_cleared_goes(client, kpi):
    send(client, kpi, progress="yes", clear="no")
    other = AdminFactory(company=kpi.company)

    send(client, kpi, other, progress="yes", clear="", easy="unsure")

    assert answers(kpi) == [("progress", "yes", "", kpi.owner), ("easy", "unsure", "", other)]


@pytest.mark.parametrize(("wrong", "field"), [({"easy": "maybe"}, "easy"), ({"clear_remark": "So"}, "clear")])
def test_what_is_wrong_is_said_and_kept(client, kpi, wrong, field):
    response = send(client, kpi, progress="yes", **wrong)

    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert response.context["form"]["progress"].value() == "yes"
    assert answers(kpi) == []


def test_a_no_brings_a_hint_and_a_yes_none(client, kpi):
    send(client, kpi, progress="yes", clear="no")

    with translation.override("en"):
        rows = checklist(kpi).questions

    assert [(row.answer, bool(row.hint)) for row in rows] == [("Yes", False), ("No", True), ("", False)]
    page = client.get(reverse("kpi-background", args=[kpi.code])).content.decode()
    assert rows[1].hint in page
    assert "Not answered yet" in page


def test_a_kpi_is_tied_by_a_parent_a_key_result_or_being_a_kgi(kpi):
    def tied(each):
        return smart_checks(each)[5].is_met

    linked, part = KpiFactory(owner=kpi.owner), KpiFactory(owner=kpi.owner, parent=kpi)
    KeyResultLink.objects.create(kpi=linked, key_result=KeyResultFactory(company=kpi.company))

    assert [tied(each) for each in (Kpi(), kpi, linked, part)] == [False, False, True, True]


def test_the_page_says_where_the_owner_checked_the_source(client, kpi):
    client.force_login(kpi.owner)
    pages = []
    for person in (AdminFactory(company=kpi.company), kpi.owner):
        client.force_login(person)
        client.post(reverse("kpi-verify", args=[kpi.code]))
        pages.append("Verified by its owner" in client.get(kpi.get_absolute_url()).content.decode())

    assert pages == [False, True]


def test_readers_see_the_answers_and_change_none(client, kpi):
    reader = UserFactory(company=kpi.company)

    assert send(client, kpi, reader, progress="yes").status_code == 403
    assert reverse("kpi-quality", args=[kpi.code]) not in client.get(kpi.get_absolute_url()).content.decode()


def test_what_others_answered_meanwhile_stays(client, kpi):
    client.force_login(kpi.owner)
    page = client.get(reverse("kpi-quality", args=[kpi.code])).content.decode()
    send(client, kpi, clear="yes", clear_remark="Asked five people")

    send(client, kpi, progress="no")
    drawn = {"initial-clear": "", "initial-clear_remark": ""}
    send(client, kpi, clear="", clear_remark="", easy="yes", **drawn)

    assert 'name="initial-clear_remark"' in page
    given = {question: answer for question, answer, *_rest in answers(kpi)}
    assert given == {"clear": "yes", "progress": "no", "easy": "yes"}
