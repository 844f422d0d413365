"""Growth notes: two people write one, and nobody else reads it."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from goals.models import Cycle, GrowthNote
from notifications.models import Notification
from people.models import AuditEntry
from tests.factories import (
    AdminFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WISH, ANSWER = "Speak in front of <b>customers</b>", "Come along on Thursday"


@pytest.fixture
def people():
    manager = UserFactory(language="en")
    company = manager.company
    department = DepartmentFactory(company=company, manager=manager)
    manager.department = department
    manager.save()
    return SimpleNamespace(
        manager=manager,
        person=UserFactory(company=company, department=department, language="en"),
        colleague=UserFactory(company=company, department=department, language="en"),
        admin=AdminFactory(company=company, language="en"),
        department=department,
        cycle=CycleFactory(company=company),
    )


def address(people):
    return reverse("growth-note-write", args=[people.person.pk])


def page_of(client, viewer, people):
    """What the viewer finds there: the note where the person's page leads to it, or that page."""
    client.force_login(viewer)
    page = client.get(people.person.get_absolute_url()).content.decode()
    note = reverse("growth-note", args=[people.person.pk])
    return client.get(note).content.decode() if note in page else page


def write(client, author, people, text, **more):
    client.force_login(author)
    return client.post(address(people), {"text": text} | more)


def test_both_write_their_own_and_read_the_others(client, people):
    assert write(client, people.person, people, WISH).url == people.person.get_absolute_url()
    assert write(client, people.manager, people, ANSWER).status_code == 302

    note = GrowthNote.objects.get()
    assert (note.person, note.manager, note.cycle) == (people.person, people.manager, people.cycle)
    assert (note.wish, note.answer) == (WISH, ANSWER)
    for viewer in (people.person, people.manager):
        page = page_of(client, viewer, people)
        assert "Speak in front of &lt;b&gt;customers&lt;/b&gt;" in page
        assert ANSWER in page


@pytest.mark.parametrize("other", ["colleague", "admin"])
def test_nobody_else_reads_that_there_is_one(client, people, other):
    write(client, people.person, people, WISH)

    page = page_of(client, getattr(people, other), people)

    assert "Growth" not in page
    assert client.get(address(people)).status_code == 403
    assert client.get(reverse("growth-note", args=[people.person.pk])).status_code == 403


def test_the_other_one_hears_of_it_once_a_day_without_the_words(client, people):
    write(client, people.person, people, WISH)
    write(client, people.person, people, f"{WISH}!")
    write(client, people.manager, people, ANSWER)

    told = Notification.objects.order_by("pk").values_list("person", "activity__kind")
    assert list(told) == [(people.manager.pk, "growth"), (people.person.pk, "growth")]
    client.force_login(people.manager)
    page = client.get(reverse("notifications")).content.decode()
    assert "wrote in the growth note that only the two of you read" in page
    assert "Speak" not in page

    write(client, people.person, people, "")
    write(client, people.manager, people, "")
    assert "growth note that" not in client.get(reverse("notifications")).content.decode()


def test_the_audit_log_says_who_wrote_and_not_what(client, people):
    write(client, people.person, people, WISH)
    write(client, people.person, people, WISH)

    entry = AuditEntry.objects.get(action="growth_note.written")

    assert (entry.actor, entry.changes) == (people.person, {})
    assert "Speak" not in entry.label


def test_the_next_manager_begins_a_note_of_their_own(client, people):
    write(client, people.person, people, WISH)
    write(client, people.manager, people, ANSWER)
    people.department.manager = people.colleague
    people.department.save()

    assert WISH[:5] not in page_of(client, people.colleague, people)
    assert client.get(address(people)).status_code == 200
    assert "Growth" not in page_of(client, people.manager, people)
    assert client.get(reverse("growth-note", args=[people.person.pk])).status_code == 403
    page = page_of(client, people.person, people)
    assert f"Shared with {people.manager.given_name} {people.manager.family_name}" in page

    write(client, people.colleague, people, "Welcome")

    assert list(GrowthNote.objects.order_by("pk").values_list("answer", flat=True)) == [ANSWER, "Welcome"]
    assert page_of(client, people.colleague, people).count("Welcome") == 1


def test_a_manager_has_one_with_whoever_stands_above(client, people):
    client.force_login(people.manager)
    write_own = reverse("growth-note-write", args=[people.manager.pk])

    assert client.get(write_own).status_code == 403  # nobody does
    assert "Nothing is written" not in client.get(reverse("growth-note", args=[people.manager.pk])).content.decode()
    above = DepartmentFactory(company=people.manager.company, manager=people.admin)
    people.department.parent = above
    people.department.save()
    assert client.post(write_own, {"text": WISH}).status_code == 302
    assert GrowthNote.objects.get().manager == people.admin


def test_what_is_too_long_is_said_at_the_field_and_kept(client, people):
    response = write(client, people.person, people, "x" * 1001)

    assert response.status_code == 422
    assert "Ensure this value has at most 1000 characters (it has 1001)." in response.content.decode()
    assert "x" * 1001 in response.content.decode()
    assert not GrowthNote.objects.exists()


def test_words_can_be_taken_back(client, people):
    write(client, people.person, people, WISH)
    write(client, people.person, people, "  ")

    assert "Speak" not in page_of(client, people.manager, people)
    assert "Nothing is written yet" in page_of(client, people.manager, people)


def test_it_is_written_into_the_cycle_it_was_opened_for(client, people):
    other = CycleFactory(company=people.manager.company, kind=Cycle.Kind.YEAR, starts_on="2026-04-01")
    write(client, people.person, people, WISH, cycle=other.pk)
    assert GrowthNote.objects.get().cycle == other

    stranger = CycleFactory()
    assert write(client, people.person, people, WISH, cycle=stranger.pk).status_code == 404
    assert write(client, people.person, people, WISH, cycle="x").status_code == 302  # the one that is selected


def test_words_meant_for_one_manager_never_reach_the_next(client, people):
    people.department.manager = people.colleague
    people.department.save()

    response = write(client, people.person, people, WISH, manager=people.manager.pk)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Your manager has changed meanwhile" in page
    assert f"Only you and {people.colleague.given_name} {people.colleague.family_name} read this" in page
    assert "Speak" in page
    assert f'name="manager" value="{people.colleague.pk}"' in page
    assert not GrowthNote.objects.exists()
    assert write(client, people.person, people, WISH, manager=people.colleague.pk).status_code == 302
    assert GrowthNote.objects.get().manager == people.colleague


def test_a_closed_cycle_is_read_and_not_written(client, people):
    write(client, people.person, people, WISH)
    Cycle.objects.update(stage=Cycle.Stage.CLOSED)
    client.post(reverse("cycle-select", args=[people.cycle.pk]))

    page = page_of(client, people.person, people)
    response = write(client, people.person, people, "More", cycle=people.cycle.pk)

    assert "Speak" in page
    assert address(people) not in page
    assert response.status_code == 422
    assert "This cycle is closed" in response.content.decode()
    assert GrowthNote.objects.get().wish == WISH


def test_without_a_cycle_there_is_nothing_to_write(client, people):
    Cycle.objects.all().delete()
    client.force_login(people.person)

    assert client.get(address(people)).status_code == 404
    assert "Growth" not in page_of(client, people.person, people)


def test_the_database_refuses_a_second_one_and_one_with_oneself(people):
    pair = {"company": people.manager.company, "person": people.person, "cycle": people.cycle}
    GrowthNote.objects.create(**pair, manager=people.manager)
    for manager in (people.manager, people.person):
        with pytest.raises(IntegrityError), transaction.atomic():
            GrowthNote.objects.create(**pair, manager=manager)


def test_the_persons_page_costs_no_more_for_it(client, people, django_assert_max_num_queries):
    objective = IndividualObjectiveFactory(owner=people.person, cycle=people.cycle)
    KeyResultFactory.create_batch(8, objective=objective)
    client.force_login(people.person)
    client.get("/")

    with django_assert_max_num_queries(10):
        page = client.get(people.person.get_absolute_url()).content.decode()

    assert "You own 8 live key results" in page
    assert reverse("growth-note", args=[people.person.pk]) in page
