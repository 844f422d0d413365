"""What fields for objectives, key results, initiatives and KPIs suggest, and what they take."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from common.named_fields import NamedField
from goals.forms.directories import initiative_directory, key_result_directory, objective_directory
from goals.forms.several import SeveralField, SeveralInput
from goals.models import Objective
from goals.models.fields import Status
from kpis.forms.initiatives import kpi_directory
from tests.factories import (
    CycleFactory,
    DepartmentFactory,
    KeyResultFactory,
    ObjectiveFactory,
    UserFactory,
)
from tests.factories.initiatives import InitiativeFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return UserFactory(language="ja")


@pytest.fixture
def cycle(member):
    return CycleFactory(company=member.company)


@pytest.fixture
def signed_in(client, member):
    client.force_login(member)
    return client


def suggested(client, things, text, **more):
    return client.get(reverse(f"{things}-suggested"), {"typed": text} | more).context["labels"]


def field_of(directory, field=None):
    field = field or NamedField()
    field.directory = directory
    return field


@pytest.mark.parametrize("text", ["サービス", "さーびす", "ｻｰﾋﾞｽ", "選ばれる　サービス", "サービス 選ば"])
def test_by_any_words_of_the_title_however_they_are_written(signed_in, member, cycle, text):
    ObjectiveFactory(owner=member, cycle=cycle, title="選ばれるサービスになる")
    ObjectiveFactory(owner=member, cycle=cycle, title="働きやすい会社にする")

    assert [label.split(" (")[0] for label in suggested(signed_in, "objectives", text)] == ["選ばれるサービスになる"]


def test_of_each_kind_with_whose_it_is(signed_in, member, cycle):
    objective = ObjectiveFactory(
        owner=member, cycle=cycle, title="Grow", department=DepartmentFactory(company=member.company, name="営業部")
    )
    KeyResultFactory(objective=objective, owner=member, title="Grow by ten")
    InitiativeFactory(owner=member, title="Grow a team")
    KpiFactory(company=member.company, name="Growth", code="GROWTH")

    assert suggested(signed_in, "objectives", "grow") == ["Grow (営業部)"]
    assert suggested(signed_in, "key-results", "grow") == ["Grow by ten (営業部)"]
    assert suggested(signed_in, "initiatives", "grow") == [f"Grow a team ({member.name})"]
    assert suggested(signed_in, "kpis", "grow") == ["Growth (GROWTH)"]


def test_nothing_that_may_not_be_read_or_chosen(signed_in, member, cycle):
    other = UserFactory(company=member.company)
    ObjectiveFactory(title="Grow abroad")
    ObjectiveFactory(owner=other, cycle=cycle, title="Grow quietly", visibility=Objective.Visibility.RESTRICTED)
    away = ObjectiveFactory(owner=member, cycle=cycle, title="Grow again", state=Objective.State.ARCHIVED)
    KeyResultFactory(objective=away, owner=member, title="Grow once")
    KeyResultFactory(owner=member, title="Grow less", status=Status.DROPPED)
    InitiativeFactory(owner=member, title="Grow a tree", state="done")
    KpiFactory(name="Growth")
    KpiFactory(company=member.company, name="Growth once", archived_at=timezone.now())

    assert not any(
        suggested(signed_in, each, "grow") for each in ("objectives", "key-results", "initiatives", "kpis")
    )


def test_twenty_at_most_and_never_the_thing_itself(signed_in, member, cycle):
    first, *_others = ObjectiveFactory.create_batch(25, owner=member, cycle=cycle, title="Grow")

    found = suggested(signed_in, "objectives", "grow", but=first.pk)

    assert len(found) == 20
    assert not any(label.endswith(f"#{first.pk}") for label in found)


@pytest.mark.parametrize("but", ["", "x", "-1", "9" * 40])
def test_odd_addresses_are_answered(signed_in, member, cycle, but):
    ObjectiveFactory(owner=member, cycle=cycle, title="Grow")

    assert len(suggested(signed_in, "objectives", "grow", but=but)) == 1
    assert suggested(signed_in, "objectives", "\0%_'", but=but) == []


def test_how_many_there_are_is_said(signed_in, member):
    KpiFactory(company=member.company, name="Growth")
    member.language = "en"
    member.save()

    page = signed_in.get(reverse("kpis-suggested"), {"typed": "grow"}).content.decode()

    assert "1 found. The arrow keys lead to it." in page


@pytest.mark.parametrize("name", ["objective-new", "initiative-new"])
@pytest.mark.parametrize("number", [1, 30])
def test_a_form_costs_the_same_however_much_there_is(
    signed_in, member, cycle, name, number, django_assert_max_num_queries
):
    for objective in ObjectiveFactory.create_batch(number, owner=member, cycle=cycle, title="Grow"):
        KeyResultFactory(objective=objective, owner=member, title="Grow")
    InitiativeFactory.create_batch(number, owner=member, title="Grow")

    with django_assert_max_num_queries(10):
        page = signed_in.get(reverse(name)).content.decode()

    assert "/suggested/" in page
    assert "Grow" not in page


def test_two_of_the_same_name_are_told_apart_wherever_they_are_named(signed_in, member, cycle):
    place = {"owner": member, "cycle": cycle, "department": DepartmentFactory(company=member.company)}
    twins = ObjectiveFactory.create_batch(2, **place, title="Grow")
    ObjectiveFactory(owner=member, cycle=cycle, title="Grow fast")
    directory = objective_directory(member)
    field = field_of(directory)

    labels = [field.prepare_value(each) for each in twins]

    assert labels == suggested(signed_in, "objectives", "grow")[:2]
    assert [label.endswith(f"#{each.pk}") for label, each in zip(labels, twins, strict=True)] == [True, True]
    assert [field.clean(label) for label in labels] == twins
    with pytest.raises(ValidationError, match="Grow"):
        field.clean("grow")


def test_what_is_suggested_is_taken_where_the_thing_itself_is_called_the_same(signed_in, member, cycle):
    place = {"owner": member, "cycle": cycle, "department": DepartmentFactory(company=member.company)}
    one, other = ObjectiveFactory.create_batch(2, **place, title="Grow")
    first, second = InitiativeFactory.create_batch(2, owner=member, title="Grow")

    [objective] = suggested(signed_in, "objectives", "grow", but=one.pk)
    [initiative] = suggested(signed_in, "initiatives", "grow", but=first.pk)

    assert field_of(objective_directory(member, one)).clean(objective) == other
    assert field_of(initiative_directory(member, first)).clean(initiative) == second


def test_a_label_that_told_two_apart_holds_when_one_of_them_is_gone(member, cycle):
    place = {"owner": member, "cycle": cycle, "department": DepartmentFactory(company=member.company)}
    one, other = ObjectiveFactory.create_batch(2, **place, title="Grow")
    label = field_of(objective_directory(member)).prepare_value(one)
    other.delete()

    assert field_of(objective_directory(member)).clean(label) == one


@pytest.mark.parametrize("typed", ["grow (sales)", "GROW(SALES)", "Ｇｒｏｗ（Ｓａｌｅｓ）", "Grow （Sales）"])
def test_a_whole_label_is_taken_however_it_is_written(member, cycle, typed):
    sales = DepartmentFactory(company=member.company, name="Sales")
    objective = ObjectiveFactory(owner=member, cycle=cycle, title="Grow", department=sales)
    ObjectiveFactory(owner=member, cycle=cycle, title="Growth", department=sales)

    assert field_of(objective_directory(member)).clean(typed) == objective


@pytest.mark.parametrize("languages", [("ja", "en"), ("en", "ja")])
@pytest.mark.parametrize("number", [1, 2])
def test_a_form_opened_in_another_language_is_understood(member, cycle, languages, number):
    company_wide = {"level": Objective.Level.COMPANY, "department": None}
    own = {"level": Objective.Level.INDIVIDUAL, "department": None}
    objectives = [
        ObjectiveFactory.create_batch(number, owner=member, cycle=cycle, title="Grow", **place)[0]
        for place in (company_wide, own)
    ]
    key_results = [KeyResultFactory(objective=each, owner=member, title="Grow") for each in objectives]
    initiatives = InitiativeFactory.create_batch(number, owner=member, title="Grow")
    hidden = ObjectiveFactory(cycle=cycle, visibility=Objective.Visibility.RESTRICTED)
    child = ObjectiveFactory(owner=member, cycle=cycle, parent=hidden)
    opened, sent = languages

    for directory, things in (
        (objective_directory, objectives),
        (key_result_directory, key_results),
        (initiative_directory, initiatives),
        (lambda user: objective_directory(user, child), [hidden]),
    ):
        with translation.override(opened):
            labels = list(map(field_of(directory(member)).prepare_value, things))
        with translation.override(sent):
            assert list(map(field_of(directory(member)).clean, labels)) == things


@pytest.mark.parametrize(
    "typed", ["\0", "Gr\0", "x" * 60_000, "x " * 3_000, "\ufdfa" * 400, "%_\\", "🚀", ")(", "#1"]
)
def test_odd_texts_are_not_on_the_list(signed_in, member, cycle, typed):
    ObjectiveFactory(owner=member, cycle=cycle, title="Sow", department=DepartmentFactory(company=member.company))

    with pytest.raises(ValidationError):
        field_of(objective_directory(member)).clean(typed)
    suggested(signed_in, "objectives", typed[:2_000])


def test_very_many_lines_are_understood(member, cycle):
    objective = ObjectiveFactory(owner=member, cycle=cycle)
    key_results = [KeyResultFactory(objective=objective, owner=member, title=f"KR {number}") for number in range(60)]
    field = field_of(key_result_directory(member), SeveralField(widget=SeveralInput("key-results-suggested")))

    assert field.clean(field.prepare_value(key_results)) == key_results
    with pytest.raises(ValidationError):
        field.clean([f"no {number}" for number in range(990)])


def test_a_part_of_the_name_is_enough_where_only_one_has_it(member, cycle):
    objective = ObjectiveFactory(owner=member, cycle=cycle, title="選ばれるサービスになる")
    key_result = KeyResultFactory(objective=objective, owner=member, title="解約率, 月次")
    initiative = InitiativeFactory(owner=member, title="導入支援")
    kpi = KpiFactory(company=member.company, name="解約率")

    assert field_of(objective_directory(member)).clean("さーびす") == objective
    assert field_of(key_result_directory(member)).clean("月次") == key_result
    assert field_of(initiative_directory(member)).clean("導入") == initiative
    assert field_of(kpi_directory(member)).clean("解約") == kpi
    with pytest.raises(ValidationError):
        field_of(kpi_directory(member)).clean("解約率 (NOT_IT)")


def test_many_lines_are_understood_in_one_query(member, cycle):
    objective = ObjectiveFactory(owner=member, cycle=cycle)
    key_results = [KeyResultFactory(objective=objective, owner=member, title=f"KR {number}") for number in range(5)]
    field = field_of(key_result_directory(member), SeveralField(widget=SeveralInput("key-results-suggested")))
    lines = field.prepare_value(key_results)

    with CaptureQueriesContext(connection) as queries:
        assert field.clean(lines) == key_results

    assert len(queries) == 1


@pytest.mark.parametrize("lines", [[], ["", " "], ["\0"]])
def test_blank_lines_ask_nothing(member, cycle, lines):
    KeyResultFactory(objective__owner=member, objective__cycle=cycle, owner=member)
    directory = key_result_directory(member)
    field = field_of(directory, SeveralField(widget=SeveralInput("key-results-suggested"), required=False))

    with CaptureQueriesContext(connection) as queries:
        assert directory.only_match("".join(lines)) is None
        with suppress(ValidationError):
            assert field.clean(lines) == []

    assert len(queries) == 0
