"""Key results that have to do with each other: saying so, who hears of what, and the pages (B14)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from goals.domain.agreements import accept, propose_change
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.key_results import (
    FIELDS,
    KeyResultTerms,
    change_key_result,
    drop_key_result,
    finish_key_result,
    reopen_key_result,
)
from goals.domain.objectives import archive_objective, change_objective, restore_objective
from goals.domain.pausing import pause_key_result, resume_key_result
from goals.domain.ties import tie, untie
from goals.models import Cycle, KeyResult, Objective, Proposal, Tie
from goals.models.fields import Status
from notifications.models import Activity, Notification
from notifications.queries.centre import rows_of
from okrapp.audit_log.rows import rows_of as rows_in_words
from people.models import AuditEntry
from people.reading import as_read_by
from tests.cast import cast
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory

pytestmark = pytest.mark.django_db
Kind = Tie.Kind


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def cycle(people):
    return CycleFactory(company=people.company)


@pytest.fixture
def leads(people, cycle):
    """A key result of sales."""
    objective = ObjectiveFactory(owner=people.objective_owner, cycle=cycle, department=people.sales)
    return KeyResultFactory(objective=objective, owner=people.owner, title="Inquiries")


@pytest.fixture
def site(people, cycle):
    """A key result of design."""
    objective = ObjectiveFactory(owner=people.neighbour, cycle=cycle, department=people.design)
    return KeyResultFactory(objective=objective, owner=people.neighbour, title="New web site")


@pytest.fixture
def tied(people, leads, site):
    """Inquiries wait for the web site; what was told of that is read."""
    made = tie(leads, site, Kind.NEEDS, actor=people.owner)
    Activity.objects.all().delete()
    return made


def told():
    """(who, about which key result, in which words) of everything told, in order."""
    found = Notification.objects.filter(activity__kind=Activity.Kind.TIED).order_by("pk")
    rows = []
    for each in found.select_related("person__company", "activity__actor"):
        with as_read_by(each.person):
            [row] = rows_of([each], each.person)
            rows.append((each.person, row.told.title, row.told.sentence))
    return rows


def say(key_result, status):
    post_check_in(key_result, Entry(status, 1), author=key_result.owner)


def said_of(reader, person):
    with as_read_by(reader):
        return person.name


# Saying so


def test_both_owners_hear_of_the_other_one(people, leads, site):
    tie(leads, site, Kind.NEEDS, actor=people.lead)

    assert [(who, title) for who, title, _sentence in told()] == [
        (people.neighbour, "Inquiries"),
        (people.owner, "New web site"),
    ]
    assert all(sentence.endswith("linked it with a key result of yours") for *_which, sentence in told())


def test_the_audit_log_has_an_entry_about_each(people, leads, site):
    tie(leads, site, Kind.NEEDS, actor=people.owner)
    untie(site, other=leads, actor=people.neighbour)

    found = AuditEntry.objects.order_by("pk").values_list("action", "object_id", "changes")
    assert list(found) == [
        ("key_result.tied", leads.pk, {"tied_to": [None, f"#{site.pk}"], "tie": [None, "needs"]}),
        ("key_result.tied", site.pk, {"tied_to": [None, f"#{leads.pk}"], "tie": [None, "needed"]}),
        ("key_result.untied", site.pk, {"tied_to": [f"#{leads.pk}", None], "tie": ["needed", None]}),
        ("key_result.untied", leads.pk, {"tied_to": [f"#{site.pk}", None], "tie": ["needs", None]}),
    ]


def test_the_audit_log_tells_it_in_words(people, leads, site, tied):
    tie(leads, site, Kind.SHARES, actor=people.owner)

    with as_read_by(people.admin), translation.override("en"):
        rows = rows_in_words(AuditEntry.objects.filter(action="key_result.tie_changed").order_by("pk"), people.admin)

    told_of = [[(each.label, each.old, each.new) for each in row["details"]] for row in rows]
    relation, after = "What it is to this key result", "Shares people or money with it"
    assert told_of == [
        [(relation, "Has to come first", after), ("Key result", "", "New web site")],
        [(relation, "Waits for this one", after), ("Key result", "", "Inquiries")],
    ]


def test_the_same_again_changes_nothing(people, leads, site, tied):
    tie(leads, site, Kind.NEEDS, actor=people.lead)

    assert told() == []
    assert Tie.objects.count() == 1


def test_what_is_the_same_from_either_side_is_said_once(people, leads, site):
    first = tie(leads, site, Kind.SHARES, actor=people.owner)
    Activity.objects.all().delete()

    assert tie(site, leads, Kind.SHARES, actor=people.neighbour) == first
    assert told() == []


@pytest.mark.parametrize("kind", [Kind.NEEDS, Kind.SHARES])
def test_two_have_one_tie_whoever_speaks_last(people, leads, site, tied, kind):
    tie(site, leads, kind, actor=people.neighbour)

    [found] = Tie.objects.all()
    assert (found.key_result, found.other, found.kind) == (site, leads, kind)
    assert [who for who, *_rest in told()] == [people.owner]


def test_what_is_not_tied_cannot_be_untied(people, leads, site):
    untie(leads, other=site, actor=people.owner)

    assert told() == []
    assert not AuditEntry.objects.exists()


def test_a_key_result_is_not_tied_to_itself(people, leads):
    with pytest.raises(GoalError):
        tie(leads, leads, Kind.NEEDS, actor=people.owner)


@pytest.mark.parametrize(
    "changes",
    [{"state": Objective.State.ARCHIVED}, {"state": Objective.State.DRAFT}, {"cycle__stage": Cycle.Stage.CLOSED}],
)
@pytest.mark.parametrize("end", ["leads", "site"])
def test_only_what_is_worked_on_is_tied(people, leads, site, changes, end):
    objective = {"leads": leads, "site": site}[end].objective
    for name, value in changes.items():
        subject, _dots, field = name.rpartition("__")
        row = objective.cycle if subject else objective
        type(row).objects.filter(pk=row.pk).update(**{field: value})

    with pytest.raises(GoalError):
        tie(leads, site, Kind.NEEDS, actor=people.owner)


def test_one_that_is_removed_meanwhile_is_not_tied(people, leads, site):
    KeyResult.objects.filter(pk=site.pk).delete()

    with pytest.raises(GoalError):
        tie(leads, site, Kind.NEEDS, actor=people.owner)
    with pytest.raises(GoalError):
        untie(leads, other=site, actor=people.owner)


def test_what_is_tied_is_not_removed(people, leads, site, tied):
    objective = site.objective
    terms = KeyResultTerms({}, pk=site.pk, is_removed=True)

    with pytest.raises(GoalError):
        change_objective(objective, actor=people.neighbour, fields={}, key_results=[terms])


def test_what_is_done_is_not_tied(people, leads, site):
    site = finish_key_result(site, actor=people.neighbour)

    with pytest.raises(GoalError):
        tie(leads, site, Kind.NEEDS, actor=people.owner)


@pytest.mark.parametrize("end", ["leads", "site"])
def test_an_owner_who_may_not_read_the_other_one_cannot_be_tied_to_it(people, leads, site, end):
    objective = {"leads": leads, "site": site}[end].objective
    objective.visibility = Objective.Visibility.RESTRICTED
    objective.save()

    with translation.override("en"), pytest.raises(GoalError, match="may not read"):
        tie(leads, site, Kind.NEEDS, actor=people.admin)


@pytest.mark.parametrize("turned", [False, True])
def test_the_database_holds_two_to_one_tie(leads, site, tied, turned):
    ends = {"key_result": site, "other": leads} if turned else {"key_result": leads, "other": site}

    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(**ends, kind=Kind.SHARES)


def test_the_database_ties_nothing_to_itself(leads):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(key_result=leads, other=leads, kind=Kind.SHARES)


# What is new with the other one


def test_a_check_in_is_told_where_it_changes_the_word(people, leads, site, tied):
    for status in (Status.ON_TRACK, Status.ON_TRACK, Status.OFF_TRACK):
        say(site, status)

    assert told() == [
        (people.owner, "New web site", "Linked with a key result of yours: No word yet → On track"),
        (people.owner, "New web site", "Linked with a key result of yours: On track → Off track"),
    ]


def test_the_other_way_it_is_told_too(people, leads, site, tied):
    say(leads, Status.AT_RISK)

    assert [(who, title) for who, title, _sentence in told()] == [(people.neighbour, "Inquiries")]


def test_its_end_a_new_beginning_and_a_rest_are_told(people, leads, site, tied):
    finish_key_result(site, actor=people.neighbour)
    reopen_key_result(site, actor=people.neighbour)
    pause_key_result(site, reason="Budget is frozen", actor=people.neighbour)
    drop_key_result(site, reason="R", actor=people.neighbour)

    assert [sentence for *_which, sentence in told()] == [
        "Linked with a key result of yours: No word yet → Done",
        "Linked with a key result of yours: Done → No word yet",
        "Linked with a key result of yours, and paused: Budget is frozen",
        "Linked with a key result of yours: No word yet → Dropped",
    ]


def test_other_terms_are_told_once_they_hold(people, leads, site, tied):
    propose_change(site, {name: getattr(site, name) for name in KeyResult.TERMS} | {"target": 80}, author=site.owner)
    assert told() == []

    accept(site, actor=people.boss, seen=Proposal.objects.get(key_result=site).number)

    assert told() == [
        (people.owner, "New web site", "Linked with a key result of yours: other terms hold from now on")
    ]


def test_other_terms_of_what_nobody_has_agreed_to_are_told_at_once(people, leads, site, tied):
    fields = {name: getattr(site, name) for name in FIELDS} | {"target": 80}

    change_key_result(site, KeyResultTerms(fields, pk=site.pk), actor=people.neighbour)

    assert told() == [
        (people.owner, "New web site", "Linked with a key result of yours: other terms hold from now on")
    ]


def test_an_owner_whose_cycle_is_closed_hears_nothing(people, leads, site):
    past = CycleFactory(company=people.company, starts_on=leads.starts_on - timedelta(days=92))
    objective = ObjectiveFactory(owner=people.owner, cycle=past, department=people.sales)
    tie(KeyResultFactory(objective=objective, owner=people.owner), site, Kind.NEEDS, actor=people.owner)
    Cycle.objects.filter(pk=past.pk).update(stage=Cycle.Stage.CLOSED)
    Activity.objects.all().delete()

    say(site, Status.OFF_TRACK)

    assert told() == []


def test_fifty_cost_a_check_in_as_many_queries_as_one(people, leads, site, tied):
    with CaptureQueriesContext(connection) as one:
        say(site, Status.ON_TRACK)
    for number in range(49):
        person = UserFactory(company=people.company)
        other = KeyResultFactory(objective=leads.objective, owner=person, position=number + 1)
        Tie.objects.create(key_result=other, other=site, kind=Kind.NEEDS)

    with CaptureQueriesContext(connection) as fifty:
        say(site, Status.AT_RISK)

    assert len(told()) == 51
    assert len(fifty) <= len(one)


def test_who_has_finished_or_owns_both_hears_nothing(people, leads, site, tied):
    own = KeyResultFactory(objective=site.objective, owner=site.owner)
    tie(own, site, Kind.SHARES, actor=people.neighbour)
    finish_key_result(leads, actor=people.owner)
    Activity.objects.all().delete()

    say(site, Status.OFF_TRACK)

    assert told() == []


def test_nobody_hears_of_what_they_may_no_longer_read(people, leads, site, tied):
    Objective.objects.filter(pk=site.objective_id).update(visibility=Objective.Visibility.RESTRICTED)

    say(site, Status.OFF_TRACK)

    assert told() == []


def test_its_going_on_and_its_objective_going_and_coming_are_told_once(people, leads, site, tied):
    pause_key_result(site, reason="R", actor=people.neighbour)
    for act in (resume_key_result, resume_key_result):
        act(site, actor=people.neighbour)
    for act in (archive_objective, archive_objective, restore_objective):
        act(site.objective, actor=people.boss)

    assert [sentence for *_which, sentence in told()][1:] == [
        "Linked with a key result of yours: it goes on",
        "Linked with a key result of yours: its objective is archived",
        "Linked with a key result of yours: its objective is back",
    ]
    assert {who for who, *_rest in told()} == {people.owner}


def test_what_has_to_come_first_forms_no_loop(people, leads, site, tied):
    third = KeyResultFactory(objective=site.objective, owner=site.owner)
    tie(site, third, Kind.NEEDS, actor=people.neighbour)

    with translation.override("en"), pytest.raises(GoalError, match="without end"):
        tie(third, leads, Kind.NEEDS, actor=people.neighbour)

    tie(third, leads, Kind.FOLLOWS, actor=people.neighbour)
    tie(site, leads, Kind.NEEDS, actor=people.neighbour)  # turned round it is none


# Pages


@pytest.fixture
def owner(client, people):
    client.force_login(people.owner)
    return client


def section(client, key_result):
    return client.get(reverse("key-result-ties", args=[key_result.pk]))


def test_one_is_found_chosen_and_linked_by_its_owner(owner, leads, site):
    url = reverse("key-result-tie", args=[leads.pk])
    assert b"New web site" not in owner.get(url).content
    assert f"?other={site.pk}" in owner.get(url, {"q": "web ｓite"}).content.decode()
    assert owner.get(url, {"other": site.pk}).context["form"].other == site

    page = owner.post(url, {"other": site.pk, "kind": "needs"}, follow=True)

    assert "Linked with “New web site”." in page.content.decode()
    assert [(row.row.title, row.how) for row in section(owner, leads).context["rows"]] == [
        ("New web site", "Has to come first")
    ]


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("needs", "Has to come first", "Waits for this one"),
        ("needed", "Waits for this one", "Has to come first"),
        ("follows", "Moves the figures of this one", "Its figures follow this one"),
        ("followed", "Its figures follow this one", "Moves the figures of this one"),
        ("shares", "Shares people or money with it", "Shares people or money with it"),
    ],
)
def test_both_pages_say_it_from_their_side_and_the_form_remembers(owner, leads, site, kind, here, there):
    url = reverse("key-result-tie", args=[leads.pk])
    owner.post(url, {"other": site.pk, "kind": kind})

    assert [row.how for row in section(owner, leads).context["rows"]] == [here]
    assert [row.how for row in section(owner, site).context["rows"]] == [there]
    assert owner.get(url, {"other": site.pk}).context["form"]["kind"].initial == kind


def test_what_is_linked_is_not_found_again(owner, leads, site, tied):
    assert owner.get(reverse("key-result-tie", args=[leads.pk]), {"q": "web"}).context["candidates"] == []


@pytest.mark.parametrize("word", ["Inquiries", "sales", "owner"])
def test_it_is_found_by_title_department_and_owner(client, people, leads, site, word):
    client.force_login(people.neighbour)
    typed = {"Inquiries": word, "sales": people.sales.name, "owner": people.owner.family_name}[word]

    [(found, whose)] = client.get(reverse("key-result-tie", args=[site.pk]), {"q": typed}).context["candidates"]

    assert (found, whose) == (leads, f"{people.sales.name} · {said_of(people.neighbour, people.owner)}")


def test_without_a_choice_it_asks_at_the_field(owner, leads, site):
    page = owner.post(reverse("key-result-tie", args=[leads.pk]), {"other": site.pk})

    assert page.status_code == 422
    assert page.context["form"].errors["kind"]


@pytest.mark.parametrize("other", ["", "0", "x", "９", "9" * 40])
def test_what_is_no_key_result_leads_back_to_the_search(owner, leads, other):
    page = owner.post(reverse("key-result-tie", args=[leads.pk]), {"other": other, "kind": "needs"})

    assert page.status_code == 422
    assert page.context["form"] is None


def test_what_the_domain_refuses_is_said_above_the_form(owner, leads, site):
    Objective.objects.filter(pk=leads.objective_id).update(visibility=Objective.Visibility.RESTRICTED)

    page = owner.post(reverse("key-result-tie", args=[leads.pk]), {"other": site.pk, "kind": "needs"})

    assert page.status_code == 422
    assert "may not read “Inquiries”" in page.content.decode()


def test_it_is_taken_away_by_one_press_from_either_side(client, people, leads, site, tied):
    client.force_login(people.neighbour)
    url = reverse("key-result-untie", args=[site.pk])

    for _time in range(2):
        page = client.post(url, {"other": leads.pk}, follow=True)

    assert page.status_code == 200
    assert not Tie.objects.exists()
    assert [who for who, *_rest in told()] == [people.owner]


def test_dates_that_do_not_work_out_are_said_on_both_sides(owner, leads, site, tied):
    KeyResult.objects.filter(pk=site.pk).update(due_on=leads.due_on + timedelta(days=1))

    assert [row.clash for row in section(owner, leads).context["rows"]] == ["Due after this one"]
    assert [row.clash for row in section(owner, site).context["rows"]] == ["Due before this one"]


def test_what_is_archived_is_said_to_be(owner, leads, site, tied):
    KeyResult.objects.filter(pk=site.pk).update(due_on=leads.due_on + timedelta(days=1))
    Objective.objects.filter(pk=site.objective_id).update(state=Objective.State.ARCHIVED)

    page = section(owner, leads)

    assert [(row.is_away, row.clash) for row in page.context["rows"]] == [(True, "")]
    assert "Archived" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": Status.OFF_TRACK}, ["waits for what is off track", "“New web site” has to come first."]),
        ({"status": Status.DROPPED}, ["waits for what is off track", "“New web site” has to come first."]),
        ({"due_on": date(2027, 1, 1)}, ["waits for what is off track", "“New web site” has to come first."]),
        ({"due_on": date(2027, 1, 1), "status": Status.DONE}, []),
        ({"status": Status.AT_RISK}, []),
        ({"status": Status.OFF_TRACK, "objective__state": Objective.State.ARCHIVED}, []),
    ],
)
def test_a_manager_sees_first_what_waits_for_something_off_track(
    client, people, leads, site, tied, changes, expected
):
    KeyResult.objects.filter(pk=leads.pk).update(status=Status.ON_TRACK, progress=1, last_check_in_at=timezone.now())
    changes = dict(changes)
    state = changes.pop("objective__state", Objective.State.ACTIVE)
    Objective.objects.filter(pk=site.objective_id).update(state=state)
    KeyResult.objects.filter(pk=site.pk).update(**changes)
    client.force_login(people.lead)

    findings = client.get(people.sales.get_absolute_url()).context["findings"]

    assert [text for row in findings for text in (row["reason"], row["detail"])] == expected


def test_a_manager_who_may_not_read_it_sees_nothing_of_it_there(client, people, leads, site, tied):
    KeyResult.objects.filter(pk=leads.pk).update(status=Status.ON_TRACK, progress=1, last_check_in_at=timezone.now())
    KeyResult.objects.filter(pk=site.pk).update(status=Status.OFF_TRACK)
    Objective.objects.filter(pk=site.objective_id).update(visibility=Objective.Visibility.RESTRICTED)
    client.force_login(people.lead)

    assert client.get(people.sales.get_absolute_url()).context["findings"] == []


def test_who_may_not_read_the_other_one_sees_no_trace_of_it(client, people, leads, site, tied):
    Objective.objects.filter(pk=site.objective_id).update(visibility=Objective.Visibility.RESTRICTED)
    client.force_login(people.owner)

    assert section(client, leads).context["rows"] == []
    assert b"New web site" not in client.get(reverse("key-result-tie", args=[leads.pk]), {"q": "web"}).content


def test_eleven_cost_as_many_queries_as_one(owner, people, leads, site, tied):
    section(owner, leads)  # the first request of a session notes it
    with CaptureQueriesContext(connection) as one:
        section(owner, leads)
    for _number in range(10):
        tie(leads, KeyResultFactory(objective=site.objective, owner=site.owner), Kind.SHARES, actor=people.owner)

    with CaptureQueriesContext(connection) as eleven:
        assert len(section(owner, leads).context["rows"]) == 11
    assert len(eleven) == len(one) <= 10
