"""What the weekly mail tells, to whom, and how much it asks the database."""

import re
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.markdown import mention_of
from goals.domain.agreements import counter, open_agreement
from goals.domain.mail_links import read_link
from goals.models import KeyResult, Objective
from goals.models.fields import Status
from goals.models.objective import carried_by, may_read
from goals.queries.lately import gather
from goals.queries.moves import Kind, moves_for, places_of
from notifications.domain.comments import post_comment
from notifications.domain.preferences import change_preference
from notifications.registry import Skip
from notifications.subjects import Conversation, subjects
from okrapp.generator import Plan, generate
from okrapp.mails.digest import compose_digests
from people.models import Department, User
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory, ViewerFactory
from tests.okrapp.digest_personas import MONDAY, Home, delivery_to, digest_for, loaded, reader_of, record
from tests.okrapp.world import make_world

pytestmark = pytest.mark.django_db
CANARY = "Zwitscher"
# Departments, key results, help, objectives, people, two of the paces, terms that wait for consent, how much is
# agreed, KPIs, and what colleagues said.
QUERIES = 11
RESTRICTED = Objective.Visibility.RESTRICTED
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000/mail/go/(?=([a-z-]+))([^/]+)/")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def home():
    return Home("en")


def lines(mail):
    return [line.strip() for line in mail.body.splitlines() if line.strip()]


# Sections


def test_a_due_key_result_says_all_a_check_in_needs():
    mail = digest_for(reader_of("three_due", "en"))
    text = [ADDRESS.sub(r"<\1>", line) for line in lines(mail)]

    assert text[:11] == [
        "田中, 3 check-ins are due this week",
        "It takes about 1 minute. Due Fri 27 Nov 18:00",
        "1 of 3 key results is on track, 1 slipped since last week.",
        "1) 商談を増やす",
        text[4],
        "● On track Last 55, target 100 · Progress 55% (pace 58%)",
        "Enter value: <value>",
        "No change: <no-change>",
        "I need help: <help>",
        "2) 商談を増やす",
        text[10],
    ]


def test_before_the_first_word_there_is_nothing_to_repeat():
    assert "No change" not in digest_for(reader_of("first_week", "en")).body


def test_every_button_acts_for_the_reader_alone():
    for persona in ("everything_late", "asked_to_agree"):
        reader = reader_of(persona, "en")
        links = [read_link(found[2]) for found in ADDRESS.finditer(digest_for(reader).html)]

        assert {link.person for link in links} == {reader}
        assert len(links) == {"everything_late": 9, "asked_to_agree": 1}[persona]


def test_at_most_three_are_shown_in_full_and_the_rest_counted():
    text = lines(digest_for(reader_of("everything_late", "en")))

    assert [line[:2] for line in text if line[1:2] == ")"] == ["1)", "2)", "3)"]
    assert "2 more: http://127.0.0.1:8000/" in text
    assert "All of it takes about 2 minutes. It was due Mon 23 Nov 00:00. Now is just as good." in text


def test_whose_consent_is_waited_for_reads_it_above_the_rest(home):
    manager = home.person(family_name="Sato")
    home.sales.manager = manager
    home.sales.save()
    owner = home.person()
    objective = ObjectiveFactory(owner=owner, cycle=home.cycle, department=home.sales)
    key_result = open_agreement(KeyResultFactory(objective=objective, title="Visits"), actor=manager)
    counter(key_result, {"target": 60}, author=owner, seen=1, support="", reason="Two of us left.")

    text = lines(digest_for(loaded(manager)))

    place = text.index("== Your consent is waited for ==")
    assert text[place + 1 : place + 4] == [
        "Visits",
        f"Counter-proposal by {owner.given_name} {owner.family_name} (today) · Target 60",
        "“Two of us left.”",
    ]
    assert ADDRESS.sub(r"<\1>", text[place + 4]) == "Agree: <accept>"
    assert text[place + 5] == f"See the terms: http://127.0.0.1:8000{reverse('agreement', args=[key_result.pk])}"
    assert "== Your consent is waited for ==" not in lines(digest_for(loaded(owner)))


def test_kpis_that_turned_are_told_to_those_they_concern():
    text = lines(digest_for(reader_of("kpi_owner", "en")))

    assert [line for line in text if " one" in line] == [
        "▲ Signal Sales one",
        "■ Not met Watched one",
        "■ Not met Own one",
    ]
    assert "October 2026: 82.5% (Met → Not met)" in text
    assert "October 2026: 82.5% (Signal: below the limits)" in text


@pytest.mark.parametrize(
    ("persona", "kind", "title"),
    [("kpi_owner", "kpi_alert", "== KPI signals =="), ("helper", "help_asked", "== Your help is asked for ==")],
)
def test_a_kind_that_is_not_wanted_in_the_digest_stays_away(persona, kind, title):
    reader = reader_of(persona, "en")
    assert title in lines(digest_for(reader))
    change_preference(reader, channels={kind: ["app"]})

    with pytest.raises(Skip):
        digest_for(reader)


@pytest.mark.parametrize(("channels", "said"), [(["digest"], True), (["app", "digest"], True), (["app"], False)])
def test_what_colleagues_said_is_counted_and_not_quoted(home, channels, said):
    reader, colleague = home.person(), home.person()
    change_preference(reader, channels={"mention": channels, "comment": channels})
    objective = ObjectiveFactory(owner=reader, cycle=home.cycle, department=home.sales)
    with time_machine.travel(MONDAY - timedelta(days=1), tick=False):
        for text in ("Well done", "Really", f"Look {mention_of('x', reader.pk)}"):
            post_comment(Conversation(subjects["objective"], objective), text, author=colleague)

    text = lines(digest_for(reader))

    assert ("1 mention of you · 2 comments" in text) == said
    assert not any("Well done" in line for line in text)


def test_a_manager_reads_what_slipped_first(home):
    reader = reader_of("leaf_manager", "en")
    text = lines(digest_for(reader))
    start = text.index("== What moved in Sales ==")

    assert [line for line in text[start:] if line.endswith(" one")] == [
        "■ Now: Off track Slipped one",
        "○ Not updated Silent one",
        "○ An owner is needed Ownerless one",
        "● Now: On track Recovered one",
        "● Target reached Reached one",
    ]
    assert text[start + 1] == "Slipped 1, Not updated 1, Without an owner 1, Recovered 1"
    assert "“Two orders were put off.”" in text


@pytest.mark.parametrize(
    ("rests", "is_told"), [({}, True), ({"pause_reason": "R", "paused_on": MONDAY.date()}, False)]
)
def test_a_manager_reads_who_has_never_said_a_word_but_not_of_what_rests(home, rests, is_told):
    manager = home.person()
    Department.objects.filter(pk=home.sales.pk).update(manager=manager)
    objective = ObjectiveFactory(owner=home.person(), cycle=home.cycle, department=home.sales)
    KeyResultFactory(objective=objective, title="Silent one", **rests)
    KeyResultFactory(objective=objective, title="Reached", status="on_track", progress=1, last_check_in_at=MONDAY)
    reader = User.objects.select_related("company", "department").get(pk=manager.pk)

    assert ("○ Not updated Silent one" in lines(digest_for(reader))) == is_told


def test_a_member_reads_what_went_well_first_and_nothing_for_managers():
    text = lines(digest_for(reader_of("viewer", "en")))
    start = text.index("== What moved in Sales ==")

    assert [line for line in text[start:] if " one" in line] == [
        "● Now: On track Recovered one",
        "■ Now: Off track Slipped one",
        "○ Not updated Silent one",
        "● Target reached Reached one",
    ]


def test_a_win_is_told_once_and_a_bound_that_is_kept_is_none(home):
    reader = home.person()
    reached, kept = home.own_key_results(reader, 2)
    KeyResult.objects.filter(pk=kept.pk).update(kind=KeyResult.Kind.KEEP_AT_LEAST, target=90)
    record(reached, 100, days=20)
    record(kept, 95, days=3)

    assert "== Good news ==" not in lines(digest_for(reader))


def test_ones_own_win_is_congratulated(home):
    reader = home.person()
    [key_result] = home.own_key_results(reader, 1)
    record(key_result, 100, days=3)

    assert "This one is yours. Congratulations!" in lines(digest_for(reader))


def test_the_end_of_the_cycle_is_told_when_it_is_near(home):
    home.cycle = CycleFactory(company=home.company, ends_on=MONDAY.date() + timedelta(days=15), kind="half")
    reader = home.person()
    home.own_key_results(reader, 1)

    assert "FY2026 H2 ends on Mon 7 Dec" in lines(digest_for(reader))


def test_nothing_to_say_is_skipped(home):
    with pytest.raises(Skip, match="nothing"):
        digest_for(home.person())


# Rights


def test_no_word_of_what_the_reader_may_not_read(home):
    others = make_world(CANARY)
    reader, colleague = home.person(), home.person()
    home.own_key_results(reader, 1)
    for fields in [{"visibility": RESTRICTED}, {"state": Objective.State.DRAFT}]:
        objective = ObjectiveFactory(
            owner=colleague, cycle=home.cycle, department=home.sales, title=f"{CANARY} objective"
        )
        key_result = KeyResultFactory(objective=objective, title=f"{CANARY} key result")
        record(key_result, 40, days=10)
        record(key_result, 100, days=3, status=Status.OFF_TRACK, helpers=[reader])
        Objective.objects.filter(pk=objective.pk).update(**fields)
    home.team()
    readers = [loaded(reader), loaded(home.person()), *map(loaded, filter(None, others.people.values()))]
    deliveries = [delivery_to(each) for each in readers]

    write = compose_digests(deliveries, MONDAY)

    mails = [write(delivery) for delivery in deliveries[:2]]
    assert [CANARY in mail.body + mail.html + mail.subject for mail in mails] == [False, False]


def test_a_manager_reads_the_restricted_ones_of_the_department(home):
    home.sales.manager = home.person()
    home.sales.save()
    objective = ObjectiveFactory(owner=home.person(), cycle=home.cycle, department=home.sales, visibility=RESTRICTED)
    key_result = KeyResultFactory(objective=objective, title="Secret")
    record(key_result, 40, days=10)
    record(key_result, 30, days=3, status=Status.OFF_TRACK)
    reader, colleague = loaded(home.sales.manager), loaded(home.person())

    lately = gather([reader, colleague], MONDAY)

    told = {each: moves_for(each, places_of(each), lately.moved) for each in (reader, colleague)}
    assert [(move.kind, move.key_result.title) for move in told[reader]] == [(Kind.SLIPPED, "Secret")]
    assert told[colleague] == []


def test_what_is_judged_in_memory_is_what_the_database_says():
    world = make_world()
    people = [loaded(person) for person in world.people.values() if person]
    objectives = Objective.objects.select_related("owner")
    for person, objective in product(people, objectives):
        found = Objective.objects.filter(pk=objective.pk).annotate(is_carried=carried_by(person)).get()

        assert may_read(person, objective, is_carried=found.is_carried) == (
            Objective.objects.visible_to(person).filter(pk=objective.pk).exists()
        ), (person, objective)


def test_mails_of_a_batch_are_those_that_are_written_one_by_one(home):
    home.team()
    home.sales.manager = home.person()
    home.sales.save()
    home.own_key_results(home.sales.manager, 2)
    readers = [
        home.sales.manager,
        home.person(),
        home.person(time_zone="America/New_York"),
        home.person(ViewerFactory),
    ]
    home.language = "ja"
    deliveries = [delivery_to(loaded(person)) for person in [*readers, home.person()]]

    write = compose_digests(deliveries, MONDAY)

    together = [write(delivery) for delivery in deliveries]
    alone = [digest_for(delivery.person) for delivery in deliveries]
    assert [(mail.subject, mail.body, mail.html) for mail in together] == [
        (mail.subject, mail.body, mail.html) for mail in alone
    ]


# Cost


def test_a_batch_asks_the_same_few_questions_for_any_number_of_readers():
    world = generate(Plan(day=MONDAY.date(), people=30, departments=4, objectives=40, key_results=120, check_ins=600))
    people = [loaded(person) for person in User.objects.filter(company=world)]
    gather(people[:1], MONDAY)  # content types are kept from then on

    assert max(asked(people[:1]), asked(people)) <= QUERIES


@pytest.mark.deep
def test_a_full_batch_of_two_companies_asks_no_more():
    for seed in (1, 2):
        generate(
            Plan(
                day=MONDAY.date(),
                people=250,
                departments=20,
                objectives=600,
                key_results=2000,
                check_ins=8000,
                seed=seed,
            )
        )
    people = list(User.objects.select_related("company", "mail_preference"))
    gather(people[:1], MONDAY)

    assert asked(people) <= QUERIES


def asked(people):
    """How many statements gathering and writing take together."""
    deliveries = [delivery_to(loaded(person)) for person in people]
    with CaptureQueriesContext(connection) as queries:
        write = compose_digests(deliveries, MONDAY)
        for delivery in deliveries:
            try:
                write(delivery)
            except Skip:
                continue
    return len(queries)
