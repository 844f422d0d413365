"""The matrix of product.md, section 2, row by row: also who may not."""

from datetime import date

import pytest

from goals import draft_rules, rules
from goals.models import Cycle, KeyResult, Objective
from tests.cast import cast, rows
from tests.factories import CycleFactory, KeyResultFactory
from tests.kept import kept, kept_for_module

pytestmark = [pytest.mark.django_db]
ACTORS = "admin boss lead neighbour member viewer owner contributor objective_owner stranger"

RULES = f"""
                             {ACTORS}
publish   company            yes no no no no no no no no no
publish   sales              yes yes yes no no no no no no no
publish   empty              yes no no no no no no no no no
publish   individual         no no no no no no no no yes no
publish   archived           no no no no no no no no no no
publish   closed             no no no no no no no no no no
archive   sales              yes yes yes no no no no no no no
archive   draft              no no no no no no no no no no
archive   closed             no no no no no no no no no no
restore   archived           yes yes yes no no no no no no no
restore   sales              no no no no no no no no no no
edit      company            yes no no no no no no no no no
edit      sales              yes yes yes no no no no no no no
edit      individual         no no no no no no no no yes no
edit      draft              yes yes yes no yes no no no yes no
edit      own_draft          no no yes no no no no no yes no
edit      archived           no no no no no no no no no no
edit      closed             no no no no no no no no no no
delete    draft              yes yes yes no yes no no no yes no
delete    sales              no no no no no no no no no no
shape     sales              yes yes yes no no no yes no no no
shape     individual         no no no no no no yes no yes no
shape     closed             no no no no no no no no no no
close     sales              no yes yes no no no yes no no no
close     company            no yes yes no no no yes no no no
close     closed             no no no no no no no no no no
check_in  sales              no yes yes no no no yes yes no no
check_in  company            no yes yes no no no yes yes no no
check_in  individual         no yes yes no no no yes yes no no
check_in  restricted         no yes yes no no no yes yes no no
check_in  draft              no no no no no no no no no no
check_in  archived           no no no no no no no no no no
check_in  planned            no no no no no no no no no no
check_in  reviewed           no yes yes no no no yes yes no no
check_in  closed             no no no no no no no no no no
state     sales              no no no no no no no no yes no
state     draft              no no no no no no no no no no
state     closed             no no no no no no no no no no
"""
READS = f"""
            {ACTORS}
company     yes yes yes yes yes yes yes yes yes no
sales       yes yes yes yes yes yes yes yes yes no
individual  yes yes yes yes yes yes yes yes yes no
archived    yes yes yes yes yes yes yes yes yes no
draft       yes yes yes no yes no yes no yes no
own_draft   yes yes yes no no no yes no yes no
restricted  yes yes yes no no no yes yes yes no
secret      yes no no no no no yes yes yes no
hidden      yes yes yes no no no yes yes yes no
"""
PLACES = f"""
                    {ACTORS}
run      company    yes no no no no no no no no yes
run      sales      yes yes yes no no no no no no no
run      head       yes yes no no no no no no no no
run      empty      yes no no no no no no no no no
run      owner      no no no no no no yes no no no
propose  company    yes no no no no no no no no yes
propose  sales      yes yes yes yes yes no yes yes yes no
propose  owner      no yes yes no no no yes no no no
propose  orphan     yes no no no no no no no no no
"""
OF_OBJECTIVE = {
    "publish": draft_rules.publish_draft,
    "archive": rules.archive_objective,
    "restore": rules.restore_objective,
    "edit": rules.edit_objective,
    "delete": rules.delete_objective,
    "state": rules.state_objective_status,
}
OF_KEY_RESULT = {"shape": rules.edit_key_result, "close": rules.close_key_result, "check_in": rules.check_in}
Level, State = Objective.Level, Objective.State
RESTRICTED = Objective.Visibility.RESTRICTED
COMPANY = {"level": Level.COMPANY, "department": None}
INDIVIDUAL = {"level": Level.INDIVIDUAL, "department": None}
SUBJECTS = {
    "company": COMPANY,
    "sales": {},
    "empty": {"department": "empty"},
    "individual": INDIVIDUAL,
    "archived": {"state": State.ARCHIVED},
    "draft": {"state": State.DRAFT, "created_by": "member"},
    "own_draft": INDIVIDUAL | {"state": State.DRAFT, "created_by": "lead"},
    "restricted": {"visibility": RESTRICTED},
    "secret": COMPANY | {"visibility": RESTRICTED},
    "hidden": {"visibility": RESTRICTED, "state": State.ARCHIVED},
    "planned": {"stage": Cycle.Stage.PLANNING},
    "reviewed": {"stage": Cycle.Stage.REVIEW},
    "closed": {"stage": Cycle.Stage.CLOSED},
}
ENDS_ON = {stage: date(2026, 12, 31 - days) for days, stage in enumerate(Cycle.Stage)}  # same dates, same cycle


people = kept_for_module(cast)


def key_result_under(people, subject):
    """The owner's key result, with a contributor, under an objective that differs from sales' as SUBJECTS says."""
    told = {"department": "sales", "stage": Cycle.Stage.RUNNING} | SUBJECTS[subject]
    for name in ("department", "created_by"):
        if told.get(name):
            told[name] = getattr(people, told[name])
    stage = told.pop("stage")
    cycle = CycleFactory(company=people.company, stage=stage, ends_on=ENDS_ON[stage])
    fields = {f"objective__{name}": value for name, value in told.items()}
    key_result = KeyResultFactory(
        objective__owner=people.objective_owner, objective__cycle=cycle, owner=people.owner, **fields
    )
    key_result.contributors.add(people.contributor)
    return fresh(key_result.pk)


def fresh(pk):
    return KeyResult.objects.select_related("objective__cycle", "objective__owner", "owner").get(pk=pk)


@pytest.fixture(scope="module")
def key_results(people, django_db_setup, django_db_blocker):
    """The id of a key result under each of the subjects."""
    with kept(django_db_setup, django_db_blocker):
        yield {subject: key_result_under(people, subject).pk for subject in SUBJECTS}


@pytest.mark.parametrize(("action", "subject", "actor", "expected"), rows(RULES, skip=2))
def test_who_may_do_what(people, key_results, action, subject, actor, expected):
    key_result = fresh(key_results[subject])

    if action in OF_KEY_RESULT:
        allowed = OF_KEY_RESULT[action](getattr(people, actor), key_result)
    else:
        allowed = OF_OBJECTIVE[action](getattr(people, actor), key_result.objective)

    assert allowed is expected


@pytest.mark.parametrize(("subject", "actor", "expected"), rows(READS))
def test_who_reads_what(people, key_results, subject, actor, expected):
    key_result, reader = fresh(key_results[subject]), getattr(people, actor)

    assert Objective.objects.visible_to(reader).filter(pk=key_result.objective_id).exists() is expected
    assert KeyResult.objects.visible_to(reader).filter(pk=key_result.pk).exists() is expected


@pytest.mark.parametrize(("action", "place", "actor", "expected"), rows(PLACES, skip=2))
def test_who_runs_a_place_and_who_proposes(people, action, place, actor, expected):
    rule = {"run": rules.run_level, "propose": rules.propose_objective}[action]

    assert rule(getattr(people, actor), *place_of(people, place)) is expected


def place_of(people, place):
    if place == "company":
        return Level.COMPANY, None, None
    subject = getattr(people, place)
    if place in {"owner", "orphan"}:
        return Level.INDIVIDUAL, None, subject
    return Level.DEPARTMENT, subject.pk, None


@pytest.mark.parametrize(("actor", "expected"), [("admin", True), ("gone", False), ("boss", False), ("owner", False)])
def test_where_the_manager_has_left_the_admin_checks_in(people, actor, expected):
    key_result = key_result_under(people, "sales")
    key_result.owner = people.orphan

    assert rules.check_in(getattr(people, actor), key_result) is expected


@pytest.mark.parametrize("status", ["done", "dropped"])
@pytest.mark.parametrize("actor", ["owner", "contributor", "lead", "boss"])
def test_what_is_closed_takes_no_check_in(people, status, actor):
    key_result = key_result_under(people, "sales")
    key_result.status = status

    assert rules.check_in(getattr(people, actor), key_result) is False


def test_a_viewer_may_nothing_even_as_owner_or_contributor(people):
    key_result = key_result_under(people, "sales")
    key_result.owner = people.viewer
    key_result.objective.owner = people.viewer

    assert not any(rule(people.viewer, key_result) for rule in OF_KEY_RESULT.values())
    assert not any(rule(people.viewer, key_result.objective) for rule in OF_OBJECTIVE.values())
