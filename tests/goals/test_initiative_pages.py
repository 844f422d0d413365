"""Pages of initiatives: without scripts and with them, filters, the timeline, and what restricted ones hide."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goals.models import ActionItem, Dependency, Initiative, Objective
from goals.queries.initiatives import visible_initiatives
from goals.queries.timeline import HEAD, ROW, timeline_of, window_of
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.initiatives import ActionItemFactory, CountedKeyResultFactory, InitiativeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


def test_a_plan_is_made_ticked_and_dropped_without_scripts(client, owner):
    key_result = CountedKeyResultFactory(objective=ObjectiveFactory(owner=owner), title="Two lines, running")
    typed = {
        "title": "Start the lines",
        "owner": owner.name,
        "priority": "high",
        "starts_on": "2026-11-01",
        "due_on": "2026-12-01",
        "key_results": ["Two lines, running", ""],
        "items": "Line 1\n\nLine 2",
    }

    client.post(reverse("initiative-new"), typed)
    initiative = Initiative.objects.get()
    item = initiative.items.first()
    ticked = client.post(reverse("item-tick", args=[item.pk]), {"done": "1"})
    key_result.refresh_from_db()
    assert (ticked.url, str(key_result.progress)) == (initiative.get_absolute_url(), "0.5000")

    client.post(reverse("initiative-drop", args=[initiative.pk]), {"reason": "One line will do"})
    initiative.refresh_from_db()
    assert (initiative.state, initiative.closing_reason) == ("dropped", "One line will do")
    assert "One line will do" in client.get(reverse("initiatives") + "?state=dropped").content.decode()


def test_a_check_in_on_a_counted_key_result_asks_for_status_and_note_only(client, owner):
    key_result = CountedKeyResultFactory(objective=ObjectiveFactory(owner=owner))
    ActionItemFactory(initiative=InitiativeFactory(owner=owner, key_results=[key_result]), done=True)
    address = reverse("check-in", args=[key_result.pk])

    form = client.get(address).context["form"]
    sent = {"status": "at_risk", "note": "Waiting", "seen": 0, "request_key": uuid.uuid4()}
    client.post(address, sent)

    key_result.refresh_from_db()
    assert {"value", "done_milestones"}.isdisjoint(form.fields)
    assert (key_result.status, key_result.current) == ("at_risk", 1)
    assert client.get(key_result.get_absolute_url()).status_code == 200


def test_a_tick_by_htmx_answers_with_the_part_that_changed(client, owner):
    item = ActionItemFactory(initiative=InitiativeFactory(owner=owner))
    headers = {"HX-Request": "true", "HX-Target": "initiative-work"}

    answer = client.post(reverse("item-tick", args=[item.pk]), {"done": "1"}, headers=headers).content.decode()

    assert answer.lstrip().startswith('<div class="stack" id="initiative-work">')
    assert 'aria-checked="true"' in answer


def test_what_was_typed_wrongly_is_kept_with_the_reason_at_the_field(client, owner):
    other = InitiativeFactory(owner=owner, title="First")
    first = InitiativeFactory(owner=owner, title="Second")
    Dependency.objects.create(initiative=other, needed=first)
    days = {"starts_on": "2026-11-01", "due_on": "2026-12-01"}
    typed = {"title": "Second", "owner": owner.name, "priority": "low", "needs": ["First"], **days}

    loop = client.post(
        reverse("initiative-edit", args=[first.pk]), typed | {"due_on": "2026-12-01", "needs": ["First"]}
    )
    nameless = client.post(reverse("item-new", args=[first.pk]), {"text": "", "due_on": "2026-12-01"})

    assert (loop.status_code, nameless.status_code) == (422, 422)
    assert list(loop.context["form"].errors) == ["needs"]
    assert 'value="2026-12-01"' in nameless.content.decode()


def test_a_new_item_is_announced_and_the_next_one_can_be_typed(client, owner):
    initiative = InitiativeFactory(owner=owner)
    target = {"HX-Request": "true", "HX-Target": "initiative-work"}

    answer = client.post(reverse("item-new", args=[initiative.pk]), {"text": "Ask them"}, headers=target)

    assert 'Added: Ask them<span data-focus-next="id_text">' in answer.content.decode()


def test_restricted_key_results_and_initiatives_are_counted_and_not_named(client, owner):
    secret = ObjectiveFactory(owner=UserFactory(company=owner.company), visibility=Objective.Visibility.RESTRICTED)
    served = KeyResultFactory(objective=secret, title="Hush")
    hidden = InitiativeFactory(owner=secret.owner, key_results=[served], title="Whisper")
    initiative = InitiativeFactory(owner=owner, key_results=[served])
    Dependency.objects.create(initiative=initiative, needed=hidden)

    for address in (initiative.get_absolute_url(), reverse("timeline"), reverse("initiatives") + "?scope=all"):
        shown = client.get(address).content.decode()
        assert "Hush" not in shown
        assert "Whisper" not in shown


def test_work_for_key_results_comes_first_and_filters_hold(client, owner):
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=owner))
    urgent = InitiativeFactory(owner=owner, priority="high")
    served = InitiativeFactory(owner=owner, priority="low", key_results=[key_result])
    theirs = InitiativeFactory(owner=UserFactory(company=owner.company), due_on=date(2026, 11, 10))
    InitiativeFactory(owner=owner, state=Initiative.State.DONE)

    def listed(query):
        return [row.pk for row in client.get(reverse("initiatives") + query).context["rows"]]

    assert listed("") == [served.pk, urgent.pk]
    assert listed("?scope=all") == [served.pk, urgent.pk, theirs.pk]
    assert listed("?scope=all&sort=due&priority=normal") == [theirs.pk]
    assert listed(f"?scope=all&owner={theirs.owner_id}&state=all") == [theirs.pk]


def test_the_timeline_marks_late_bars_today_and_bottlenecks(owner):
    late = InitiativeFactory(owner=owner, starts_on=date(2026, 11, 1), due_on=date(2026, 11, 10))
    waiting = InitiativeFactory(owner=owner, starts_on=date(2026, 11, 12), due_on=date(2026, 12, 31))
    InitiativeFactory(owner=owner, starts_on=date(2020, 1, 1), due_on=date(2020, 2, 1))
    Dependency.objects.create(initiative=waiting, needed=late)

    drawn = timeline_of(
        list(visible_initiatives(owner)), window_of("month", None, TODAY), TODAY, lambda each: (0, "Everybody")
    )

    first, second = drawn.bars
    assert (first.x, first.width, first.overdue, bool(first.row.late)) == (0, 90, 63, True)
    assert (second.x, second.y - first.y, second.row.late) == (99, ROW, "")
    assert (drawn.today_x, drawn.outside) == (153, 1)
    [strip] = drawn.strips
    assert [is_tight for _path, is_tight in strip.arrows] == [True]


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-31", "2026-13-01", "x", ""])
def test_any_month_can_be_asked_for(client, owner, start):
    assert client.get(reverse("timeline"), {"start": start, "zoom": "quarter"}).status_code == 200


@pytest.mark.parametrize("count", [3, pytest.param(300, marks=pytest.mark.deep)])
def test_pages_cost_the_same_for_any_number_of_initiatives(client, owner, count):
    key_result = CountedKeyResultFactory(objective=ObjectiveFactory(owner=owner))
    initiatives = InitiativeFactory.create_batch(count, owner=owner, key_results=[key_result])
    ActionItem.objects.bulk_create(ActionItem(initiative=each, text="Step") for each in initiatives)
    Dependency.objects.bulk_create(Dependency(initiative=initiatives[0], needed=each) for each in initiatives[1:])
    addresses = [
        reverse("initiatives"),
        reverse("timeline"),
        initiatives[0].get_absolute_url(),
        reverse("key-result-initiatives", args=[key_result.pk]),
        reverse("initiative-edit", args=[initiatives[0].pk]),
    ]

    costs = {}
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        costs[address] = len(queries)

    assert max(costs.values()) <= 10, costs


def test_what_lies_far_away_is_named_instead_of_drawn(owner):
    lines = [
        InitiativeFactory(owner=owner, starts_on=date(2026, 11, day), title=f"Step {day}") for day in range(1, 14)
    ]
    for needed in (lines[0], lines[10]):
        Dependency.objects.create(initiative=lines[-1], needed=needed)
    window = window_of("month", None, TODAY)

    drawn = timeline_of(list(visible_initiatives(owner)), window, TODAY, lambda each: (0, "Everybody"))

    assert [len(strip.arrows) for strip in drawn.strips] == [0, 0, 1, 1]
    assert [bar.far for bar in drawn.bars if bar.far] == [[("Step 1", True)]]


def test_the_timeline_is_drawn_in_strips_of_a_few_bars_between_which_paper_may_break(owner):
    lines = [
        InitiativeFactory(owner=owner, starts_on=date(2026, 11, day), title=f"Step {day}") for day in range(1, 9)
    ]
    Dependency.objects.create(initiative=lines[5], needed=lines[2])  # from the first strip into the next
    window = window_of("month", None, TODAY)
    groups = {line.pk: (line.pk > lines[6].pk, "Same name") for line in lines}

    drawn = timeline_of(list(visible_initiatives(owner)), window, TODAY, lambda each: groups[each.pk])

    assert [(strip.is_first, len(strip.bars), len(strip.arrows)) for strip in drawn.strips] == [
        (True, 4, 1),
        (False, 3, 1),
        (True, 1, 0),
    ]
    ends = [0, *(strip.end for strip in drawn.strips)]
    assert [strip.y for strip in drawn.strips] == ends[:-1]
    assert ends[-1] == 2 * HEAD + 8 * ROW
    assert [bar.y - strip.y for strip in drawn.strips for bar in strip.bars[:1]] == [HEAD, 0, HEAD]


@pytest.mark.parametrize("zoom", ["month", "quarter"])
def test_the_timeline_costs_the_same_for_three_and_thirty(client, owner, zoom):
    client.get(reverse("timeline"))
    costs = []
    for count in (3, 27):
        initiatives = InitiativeFactory.create_batch(count, owner=owner)
        Dependency.objects.create(initiative=initiatives[0], needed=initiatives[1])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("timeline"), {"zoom": zoom})
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 9
