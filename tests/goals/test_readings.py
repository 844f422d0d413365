"""Company objectives to be read: saying so, the counts, who sees what, and the pages (B2, B25)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from goals import rules
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.objectives import archive_objective, change_objective
from goals.domain.readings import say_read
from goals.models import Cycle, Objective, Reading
from goals.models.fields import Status
from goals.queries.readings import asked_to_read, reading_box, spread_of, unread_by
from notifications.models import Activity
from okrapp.audit_log.rows import rows_of as rows_in_words
from people.models import AuditEntry, User
from people.reading import as_read_by
from tests.cast import cast, rows
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo
CLEAR, PARTLY, NOT_YET = Reading.Answer.CLEAR, Reading.Answer.PARTLY, Reading.Answer.NOT_YET
Level, State, Stage, Visibility = Objective.Level, Objective.State, Cycle.Stage, Objective.Visibility


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def people():
    found = cast()
    User.objects.filter(company=found.company).update(language="en")
    return found


@pytest.fixture
def cycle(people):
    return CycleFactory(company=people.company)


@pytest.fixture
def objective(people, cycle):
    return company_objective(people.boss, cycle, title="Win the north")


def company_objective(owner, cycle, **more):
    return ObjectiveFactory(owner=owner, cycle=cycle, level=Level.COMPANY, department=None, **more)


def read(objective, *people, answer=CLEAR):
    objective.refresh_from_db()
    for person in people:
        say_read(objective, answer, edition=objective.edition, actor=person)


def reword(objective, **fields):
    return change_objective(objective, actor=objective.owner, fields=fields)


def counts(objective, viewer):
    objective = Objective.objects.select_related("cycle").get(pk=objective.pk)
    with translation.override("en"):
        return reading_box(objective, viewer).count


def post(client, person, objective, *, answer=CLEAR, edition=1, **headers):
    client.force_login(person)
    url = reverse("objective-read", args=[objective.pk])
    return client.post(url, {"answer": answer, "edition": edition}, **headers)


def swap(client, person, objective, **terms):
    return post(client, person, objective, headers={"HX-Request": "true", "HX-Target": "reading"}, **terms)


def get(client, person, url):
    client.force_login(person)
    return client.get(url)


def page_of(objective):
    return reverse("objective-readings", args=[objective.pk])


def waiting(client, person):
    return [line["title"] for line in get(client, person, reverse("home")).context["awaiting"]]


# Saying so


def test_one_press_says_that_it_is_read_and_how_clear_it_is(people, objective):
    read(objective, people.member, answer=PARTLY)

    found = Reading.objects.get()
    assert (found.person, found.objective, found.company) == (people.member, objective, people.company)
    assert (found.answer, found.edition, found.read_at) == (PARTLY, 1, NOON)


def test_another_answer_takes_the_place_of_the_first_and_the_same_changes_nothing(people, objective):
    read(objective, people.member)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        read(objective, people.member)
        assert Reading.objects.get().read_at == NOON
        read(objective, people.member, answer=NOT_YET)

    found = Reading.objects.get()
    assert (found.answer, found.read_at) == (NOT_YET, NOON)
    assert AuditEntry.objects.filter(action__startswith="reading.").count() == 1


def test_the_audit_log_tells_who_has_read_it_and_never_their_answer(people, objective):
    read(objective, people.member)
    read(objective, people.member, answer=NOT_YET)
    reword(objective, why="Because")
    read(objective, people.member, answer=PARTLY)

    found = AuditEntry.objects.filter(action__startswith="reading.").order_by("pk")
    assert list(found.values_list("action", "changes")) == [
        ("reading.said", {"edition": [None, "1"]}),
        ("reading.said", {"edition": ["1", "2"]}),
    ]
    with as_read_by(people.admin), translation.override("en"):
        told = [
            (row["what"], row["label"], row["url"], row["kind"]) for row in rows_in_words(list(found), people.admin)
        ]
    assert told[0] == ("Read the company's objective", "Win the north", objective.get_absolute_url(), "Reading")


def test_nobody_is_told_and_the_objective_s_own_changes_keep_quiet(client, people, objective):
    read(objective, people.member)

    assert not Activity.objects.exists()
    assert get(client, people.admin, reverse("objective-changes", args=[objective.pk])).context["changes"] == []


@pytest.mark.parametrize("state", [State.ARCHIVED, State.DRAFT])
@pytest.mark.parametrize("stage", Stage.values)
def test_it_is_asked_about_while_it_is_published_and_its_cycle_planned_or_running(people, objective, state, stage):
    Cycle.objects.update(stage=stage)
    if stage in {Stage.PLANNING, Stage.RUNNING}:
        read(objective, people.member)
    else:
        with pytest.raises(GoalError, match="in review or closed"):
            read(objective, people.member)
    Objective.objects.update(state=state)
    with pytest.raises(GoalError):
        read(objective, people.lead)


def test_the_database_keeps_one_of_each_person(people, objective):
    read(objective, people.member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(
            company=people.company, objective=objective, person=people.member, answer=CLEAR, edition=1
        )


# Words that change


@pytest.mark.parametrize("field", ["title", "why"])
def test_other_words_ask_again(client, people, objective, field):
    read(objective, people.member)
    assert waiting(client, people.member) == []
    reword(objective, **{field: "Something else"})

    assert waiting(client, people.member) == [Objective.objects.get().title]
    [line] = client.get(reverse("home")).context["awaiting"]
    assert line["act"] == "Company objective, reworded"
    page = client.get(objective.get_absolute_url()).content.decode()
    assert "it has been reworded since" in page
    assert counts(objective, people.member) == "0 of 9 have read it"

    read(objective, people.member)
    assert counts(objective, people.member) == "1 of 9 have read it"


def test_nothing_else_asks_again(client, people, objective):
    key_result = KeyResultFactory(objective=objective, owner=people.boss)
    read(objective, people.member)
    post_check_in(key_result, Entry(Status.ON_TRACK, 1), author=people.boss)
    reword(objective, title=objective.title, ambition=Objective.Ambition.STRETCH)

    assert waiting(client, people.member) == []


def test_an_answer_to_words_that_are_gone_is_not_kept(client, people, objective):
    reword(objective, title="Win the south")

    answer = swap(client, people.member, objective)

    assert answer.status_code == 409
    assert "It has been reworded meanwhile" in answer.content.decode()
    assert 'name="answer"' not in answer.content.decode()
    assert not Reading.objects.exists()


# Who may


RIGHTS = """
            admin boss lead neighbour member viewer owner contributor objective_owner orphan gone stranger
say_read      yes   no  yes       yes    yes    yes   yes         yes             yes    yes   no       no
see_readings  yes  yes  yes       yes     no     no    no          no              no     no   no       no
"""


@pytest.mark.parametrize(("rule", "actor", "expected"), rows(RIGHTS))
def test_rights(people, objective, rule, actor, expected):
    assert getattr(rules, rule)(getattr(people, actor), objective) is expected


@pytest.mark.parametrize("rule", [rules.say_read, rules.see_readings])
@pytest.mark.parametrize("terms", [{"state": State.DRAFT}, {"level": Level.INDIVIDUAL}])
def test_nobody_is_asked_about_drafts_or_anything_below_the_company(people, objective, rule, terms):
    for name, value in terms.items():
        setattr(objective, name, value)

    assert not rule(people.admin, objective)


def test_everybody_else_reads_and_another_company_finds_nothing(client, people, objective):
    for person in (people.viewer, people.member, people.lead, people.admin):
        assert post(client, person, objective).status_code == 302
    assert post(client, people.boss, objective).status_code == 403
    assert post(client, people.stranger, objective).status_code == 404
    assert get(client, people.stranger, page_of(objective)).status_code == 404
    assert get(client, people.member, page_of(objective)).status_code == 403
    assert Reading.objects.count() == 4


# Counts


def test_everybody_active_counts_but_its_owner(client, people, objective):
    read(objective, people.member, people.viewer, people.orphan)
    assert counts(objective, people.contributor) == "3 of 9 have read it"

    User.objects.filter(pk__in=[people.member.pk, people.lead.pk]).update(is_active=False)
    assert counts(objective, people.contributor) == "2 of 7 have read it"

    Objective.objects.update(owner=people.viewer)
    assert counts(objective, people.contributor) == "1 of 7 have read it"


def test_the_company_page_says_it_of_each(client, people, objective, cycle):
    other = company_objective(people.admin, cycle)
    read(objective, people.member)
    version = get(client, people.viewer, reverse("company")).context["version"]
    cards = client.get(reverse("company")).context["cards"]
    assert [card.read for card in cards] == ["1 of 9 have read it", "0 of 9 have read it"]

    read(other, people.member)
    changed = client.get(f"{reverse('company')}?version={version}")
    assert [card.read for card in changed.context["cards"]] == ["1 of 9 have read it"] * 2


def test_boards_of_departments_and_of_cycles_in_review_say_nothing(client, people, objective, cycle):
    ObjectiveFactory(owner=people.lead, cycle=cycle, department=people.sales)
    [card] = get(client, people.lead, people.sales.get_absolute_url()).context["cards"]
    assert card.read == ""

    Cycle.objects.update(stage=Stage.REVIEW)
    [card] = client.get(reverse("company")).context["cards"]
    assert card.read == ""


def test_of_a_restricted_one_only_those_who_read_it_count(people, objective):
    key_result = KeyResultFactory(objective=objective, owner=people.owner)
    key_result.contributors.add(people.contributor)
    read(objective, people.member, people.owner)
    Objective.objects.update(visibility=Visibility.RESTRICTED)
    objective.refresh_from_db()

    readers = {person for person in vars(people).values() if isinstance(person, User) and person.is_active} - {
        people.boss
    }
    expected = {each for each in readers if Objective.objects.visible_to(each).filter(pk=objective.pk).exists()}
    assert set(asked_to_read(objective)) == expected == {people.admin, people.owner, people.contributor}
    assert counts(objective, people.admin) == "1 of 3 have read it"
    assert [*unread_by(objective, people.admin)] == sorted(expected - {people.owner}, key=lambda each: each.sort_key)


def test_restricted_ones_are_not_asked_of_others(client, people, objective):
    Objective.objects.update(visibility=Visibility.RESTRICTED)

    assert waiting(client, people.member) == []
    assert waiting(client, people.admin) == ["Win the north"]
    assert post(client, people.member, objective).status_code == 404


# The spread


def test_answers_are_counted_from_five_on_and_in_fives(people, objective):
    everybody = [people.member, people.viewer, people.lead, people.owner, people.orphan, people.neighbour]
    for minute, (person, answer) in enumerate(
        zip(everybody, [CLEAR, CLEAR, PARTLY, NOT_YET, CLEAR, PARTLY], strict=True)
    ):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            assert (spread_of(objective) == []) is (minute < 5)
            read(objective, person, answer=answer)

    assert [(str(label), count) for label, count in spread_of(objective)] == [
        ("Clear", 3),
        ("Partly", 1),
        ("Not yet", 1),
    ]


def test_another_answer_of_one_s_own_brings_nobody_else_s_to_light(people, objective):
    everybody = [people.lead, people.member, people.viewer, people.owner, people.orphan, people.neighbour]
    for minute, person in enumerate(everybody):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            read(objective, person, answer=NOT_YET if person == people.neighbour else CLEAR)
    assert dict(spread_of(objective))[NOT_YET.label] == 0

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        read(objective, people.lead, answer=PARTLY)

    assert [count for _label, count in spread_of(objective)] == [4, 1, 0]


def test_who_left_and_who_read_other_words_are_not_among_the_five(people, objective):
    read(objective, people.member, people.viewer, people.lead, people.owner, people.orphan)
    assert spread_of(objective)
    User.objects.filter(pk=people.orphan.pk).update(is_active=False)
    assert spread_of(objective) == []

    read(objective, people.neighbour)
    assert spread_of(objective)
    reword(objective, why="Another reason")
    objective.refresh_from_db()
    assert spread_of(objective) == []


def test_the_spread_stands_on_the_page_of_those_who_lead_and_nowhere_else(client, people, objective):
    read(objective, people.member, people.viewer, people.lead, people.owner, people.orphan, answer=PARTLY)
    spread = '<dt>Partly</dt><dd class="num">5</dd>'

    assert spread in get(client, people.lead, page_of(objective)).content.decode()
    for address in (objective.get_absolute_url(), reverse("company")):
        assert "Partly</dt>" not in get(client, people.lead, address).content.decode()


# Who has not read it


def test_a_manager_sees_the_people_they_lead_and_an_administrator_everybody(client, people, objective):
    read(objective, people.member)
    reword(objective, title="Win the south")
    read(objective, people.viewer, people.orphan)

    def names(reader):
        return {each.pk: each.is_read_before for each in get(client, reader, page_of(objective)).context["page"]}

    of_sales = [people.owner, people.contributor, people.objective_owner]
    assert names(people.lead) == {people.member.pk: True} | dict.fromkeys((each.pk for each in of_sales), False)
    assert names(people.neighbour) == {}
    others = [*of_sales, people.lead, people.neighbour, people.admin]
    assert names(people.admin) == {people.member.pk: True} | dict.fromkeys((each.pk for each in others), False)


def test_whose_people_are_meant_is_said_and_where_all_have_read_it(client, people, objective):
    page = get(client, people.lead, page_of(objective)).content.decode()
    assert "Not read yet" in page
    assert "People of your departments" in page

    assert "Everybody has read it." in get(client, people.neighbour, page_of(objective)).content.decode()


# The box on the objective's page


def test_three_buttons_and_then_what_was_said(client, people, objective):
    page = get(client, people.member, objective.get_absolute_url()).content.decode()
    assert page.count('name="answer"') == 3
    assert "Change your answer" not in page

    read(objective, people.member, answer=PARTLY)
    page = client.get(objective.get_absolute_url()).content.decode()
    assert "You read this on Wed 18 Nov 2026: Partly" in page
    assert "Change your answer" in page


@pytest.mark.parametrize(("actor", "leads"), [("member", False), ("viewer", False), ("lead", True), ("admin", True)])
def test_the_list_is_offered_to_those_who_lead(client, people, objective, actor, leads):
    page = get(client, getattr(people, actor), objective.get_absolute_url()).content.decode()

    assert (page_of(objective) in page) is leads


def test_its_owner_sees_the_count_and_is_not_asked(client, people, objective):
    page = get(client, people.boss, objective.get_absolute_url()).content.decode()

    assert "0 of 9 have read it" in page
    assert 'name="answer"' not in page
    assert waiting(client, people.boss) == []


def test_other_objectives_have_no_box(client, people, cycle):
    below = ObjectiveFactory(owner=people.lead, cycle=cycle, department=people.sales)

    assert 'id="reading"' not in get(client, people.member, below.get_absolute_url()).content.decode()


def test_once_it_is_put_away_the_box_says_what_was_said_and_asks_nothing(client, people, objective):
    read(objective, people.member)
    archive_objective(objective, actor=people.admin)

    page = get(client, people.member, objective.get_absolute_url()).content.decode()
    assert "You read this on" in page
    assert 'name="answer"' not in page
    assert 'id="reading"' not in get(client, people.viewer, objective.get_absolute_url()).content.decode()


# Pressing


@pytest.mark.parametrize(
    ("language", "said", "count"),
    [
        ("en", "You read this on Wed 18 Nov 2026: Clear", "1 of 9 have read it"),
        ("ja", "に確認しました：はっきり分かる", "9人中1人"),
    ],
)
def test_htmx_gets_the_box(client, people, objective, language, said, count):
    User.objects.filter(pk=people.member.pk).update(language=language)

    answer = swap(client, people.member, objective)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.strip().startswith('<section class="card" id="reading"')
    assert said in text
    assert count in text


def test_without_scripts_it_leads_back_to_the_page(client, people, objective):
    answer = post(client, people.member, objective)

    assert answer.status_code == 302
    assert answer.url == objective.get_absolute_url()
    assert "Your answer is counted" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("terms", [{"answer": "perhaps"}, {"edition": "x"}, {"edition": 0}, {"answer": ""}])
def test_what_is_no_answer_is_refused_in_words(client, people, objective, terms):
    assert swap(client, people.member, objective, **terms).status_code == 409
    answer = post(client, people.member, objective, **terms)
    assert "choose one of the three" in client.get(answer.url).content.decode()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_closed_cycle_and_an_archived_objective_refuse_with_a_message(client, people, objective, is_closed):
    if is_closed:
        Cycle.objects.update(stage=Stage.CLOSED)
    else:
        archive_objective(objective, actor=people.admin)
    expected = "its cycle is in review or closed" if is_closed else "This objective is archived"

    assert expected in swap(client, people.member, objective).content.decode()
    answer = post(client, people.member, objective)
    assert expected in client.get(answer.url).content.decode()


# Home


def test_home_names_three_and_counts_the_rest(client, people, cycle):
    for number in range(5):
        company_objective(people.boss, cycle, title=f"Aim {number}")

    page = get(client, people.viewer, reverse("home"))

    assert [line["title"] for line in page.context["awaiting"]] == ["Aim 0", "Aim 1", "Aim 2"]
    assert "2 more company objectives to read" in page.content.decode()


def test_home_s_own_objectives_stay_the_reader_s_own(client, people, objective):
    assert get(client, people.member, reverse("home")).context["objectives"] == []
    assert [card.title for card in get(client, people.boss, reverse("home")).context["objectives"]] == [
        "Win the north"
    ]


# Cost


@pytest.mark.parametrize("count", [1, 12])
def test_pages_cost_the_same_for_any_number(client, people, cycle, count, django_assert_max_num_queries):
    department = people.sales
    for _number in range(count):
        objective = company_objective(people.boss, cycle, visibility=Visibility.RESTRICTED)
        objective = company_objective(people.boss, cycle)
        KeyResultFactory(
            objective=ObjectiveFactory(owner=people.lead, cycle=cycle, department=department, parent=objective)
        )
        read(objective, UserFactory(company=people.company, department=department))
    addresses = [
        (reverse("home"), 10),
        (reverse("company"), 12),
        (objective.get_absolute_url(), 10),
        (page_of(objective), 10),
    ]
    for address, most in addresses:
        get(client, people.admin, address)
        with django_assert_max_num_queries(most):
            client.get(address)
