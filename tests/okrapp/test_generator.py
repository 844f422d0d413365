from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from goals.domain.recompute import recount
from goals.models import CheckIn, Cycle, KeyResult, Objective, ProgressPoint
from okrapp.generator import Plan, generate
from okrapp.generator.plan import load_words, shares
from people.models import Company, Department, User

DAY = date(2026, 11, 20)
SMALL = Plan(DAY, people=40, departments=9, objectives=60, key_results=210, check_ins=2000)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_company_has_the_size_and_the_figures_it_should(language):
    company = generate(Plan(**vars(SMALL) | {"language": language}))

    counts = [
        model.objects.filter(company=company).count() for model in (User, Department, Objective, KeyResult, CheckIn)
    ]
    assert counts == [40, 9, 60, 210, 2000]
    found = recount(company)
    assert (found.differences, found.loops) == ([], [])


@pytest.mark.django_db
def test_a_company_has_something_of_everything():
    company = generate(Plan(**vars(SMALL) | {"objectives": 300, "key_results": 600}))

    objectives = Objective.objects.filter(company=company)
    assert set(objectives.values_list("state", flat=True)) == set(Objective.State)
    assert set(objectives.values_list("level", flat=True)) == set(Objective.Level)
    assert set(company.key_results.values_list("kind", flat=True)) == set(KeyResult.Kind) - {
        KeyResult.Kind.INITIATIVES
    }
    assert {cycle.stage for cycle in company.cycles.all()} == {Cycle.Stage.RUNNING, Cycle.Stage.CLOSED}
    assert objectives.filter(alignment="contributes").exists()
    assert objectives.filter(visibility="restricted").exists()
    assert company.check_ins.exclude(replaces=None).exists()
    assert Department.objects.filter(company=company, manager=None).count() == 0
    assert not company.check_ins.filter(created_at__date__gte=DAY).exists()


@pytest.mark.django_db
def test_the_latest_points_are_the_stored_figures():
    company = generate(SMALL)

    for objective in company.objectives.exclude(state="draft").prefetch_related("points"):
        last = max(objective.points.all(), key=lambda point: point.on)
        assert (last.progress, last.status) == (objective.progress, objective.status)
    assert ProgressPoint.objects.filter(objective__state="draft").count() == 0


@pytest.mark.django_db
def test_the_same_seed_tells_the_same_story_in_one_more_company():
    first, second = generate(SMALL), generate(SMALL)

    assert first != second
    assert story(first) == story(second)


def story(company):
    told = ["key_result__title", "seq", "value", "status", "note", "created_at"]
    return sorted(company.check_ins.values_list(*told))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sizes",
    [
        {"people": 1, "departments": 0, "objectives": 1, "key_results": 1, "check_ins": 1},
        {"people": 3, "departments": 5, "objectives": 10, "key_results": 0, "check_ins": 0},
        {"people": 0, "departments": 0, "objectives": 0, "key_results": 0, "check_ins": 0},
    ],
)
def test_the_smallest_companies_can_be_made_too(sizes):
    assert recount(generate(Plan(DAY, **sizes))).differences == []


@pytest.mark.django_db
def test_a_cycle_that_begins_today_has_no_history_yet():
    company = generate(Plan(**vars(SMALL) | {"day": date(2026, 10, 1)}))

    assert not company.check_ins.filter(
        key_result__objective__cycle__stage="running", key_result__objective__cycle__kind="half"
    ).exists()
    assert recount(company).differences == []


@pytest.mark.django_db
def test_the_command_takes_every_size(capsys):
    call_command(
        "generate_company",
        people=3,
        departments=1,
        objectives=2,
        key_results=4,
        check_ins=9,
        seed=5,
        date=DAY,
    )

    assert Company.objects.get().check_ins.count() == 9


def test_parts_add_up():
    assert shares(10, [1, 1, 1]) == [3, 3, 4]
    assert shares(10, [0, 0]) == [0, 0]
    assert sum(shares(262_000, range(10_500))) == 262_000


def test_both_languages_have_the_same_words():
    assert load_words("ja").keys() == load_words("en").keys()
