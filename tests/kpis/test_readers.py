"""A restricted KPI is read by nobody by way of a formula, of terms on the table, or of two changes at once."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction

from goals.domain.agreements import counter, open_agreement
from goals.domain.errors import GoalError
from goals.domain.key_results import FIELDS, KeyResultTerms, add_key_result
from goals.domain.objectives import change_objective
from goals.models import KeyResult
from goals.queries.readers import readers_of
from kpis.domain.errors import KpiError
from kpis.domain.kpis import change_kpi
from kpis.domain.links import link_kpi
from kpis.models import Kpi
from people.domain.audit import snapshot
from tests.cast import cast
from tests.factories import KeyResultFactory, ObjectiveFactory
from tests.factories.kpis import KpiFactory
from tests.kpis.driving import Mode
from tests.together import outcome

RESTRICTED = Kpi.Visibility.RESTRICTED


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        yield


def restricted(owner, department, **more):
    return KpiFactory(owner=owner, department=department, visibility=RESTRICTED, **more)


def guarded_key_result(person):
    """A key result of a restricted objective."""
    objective = ObjectiveFactory(owner=person, company=person.company, visibility=RESTRICTED)
    return KeyResultFactory(objective=objective, owner=person)


@pytest.mark.django_db
def test_a_formula_opens_no_restricted_kpi_to_others():
    c = cast()
    secret = restricted(c.neighbour, c.design, code="SECRET")
    ours, theirs = restricted(c.member, c.sales), restricted(c.neighbour, c.design)

    with pytest.raises(KpiError, match="SECRET"):
        change_kpi(ours, actor=c.admin, reason="Why not", formula="SECRET")
    change_kpi(theirs, actor=c.admin, reason="Same readers", formula="SECRET")

    for changed in ({"owner": c.member}, {"department": c.sales}):
        with pytest.raises(KpiError):
            change_kpi(theirs, actor=c.admin, **changed)
    with pytest.raises(KpiError):
        change_kpi(secret, actor=c.admin, department=None)
    change_kpi(theirs, actor=c.admin, owner=c.boss)


@pytest.mark.django_db
def test_terms_on_the_table_make_no_reader_of_a_restricted_kpi():
    c = cast()
    key_result = open_agreement(guarded_key_result(c.lead), actor=c.lead)
    link_kpi(key_result, restricted(c.lead, c.sales), Mode.LATEST, actor=c.lead)
    number = key_result.on_table.number

    with pytest.raises(GoalError):
        counter(key_result, {"owner": c.neighbour}, author=c.lead, seen=number, support="", reason="Theirs")

    key_result.refresh_from_db()
    assert key_result.on_table.number == number
    terms = KeyResultTerms(snapshot(key_result, FIELDS) | {"owner": c.neighbour})
    with pytest.raises(GoalError):
        add_key_result(key_result.objective, terms, actor=c.lead)


@pytest.mark.django_db
def test_whose_terms_lie_on_the_table_is_among_the_readers():
    c = cast()
    key_result = open_agreement(guarded_key_result(c.lead), actor=c.lead)
    seen = key_result.on_table.number
    counter(key_result, {"owner": c.neighbour}, author=c.lead, seen=seen, support="", reason="Theirs")

    assert c.neighbour in readers_of(key_result.objective)
    with pytest.raises(KpiError):
        link_kpi(KeyResult.objects.get(), restricted(c.lead, c.sales), Mode.CONTEXT, actor=c.lead)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_a_kpi_is_restricted_and_its_objective_opened_one_after_the_other():
    c = cast()
    key_result, kpi = guarded_key_result(c.lead), KpiFactory(owner=c.lead, department=c.sales)
    link_kpi(key_result, kpi, Mode.LATEST, actor=c.lead)
    objective = key_result.objective
    is_restricted, found = threading.Event(), {}

    def restrict():
        with transaction.atomic():
            change_kpi(kpi, actor=c.lead, visibility=RESTRICTED)
            is_restricted.set()
            opening.join(timeout=1)
        connection.close()

    def open_it():
        is_restricted.wait(timeout=5)
        company_wide = {"visibility": "company"}
        found["opened"] = outcome(lambda: change_objective(objective, actor=c.lead, fields=company_wide))
        connection.close()

    opening, restricting = threading.Thread(target=open_it), threading.Thread(target=restrict)
    for thread in (opening, restricting):
        thread.start()
    for thread in (restricting, opening):
        thread.join(timeout=20)

    kpi.refresh_from_db()
    objective.refresh_from_db()
    assert (kpi.visibility, objective.visibility) == (RESTRICTED, RESTRICTED)
    assert isinstance(found["opened"], GoalError)
