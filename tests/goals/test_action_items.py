"""Action items: their order, and those of one's own on the home page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from goals.domain.errors import GoalError
from goals.domain.item_order import shift_item
from goals.models import ActionItem, Objective
from people.models import AuditEntry
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.initiatives import ActionItemFactory, InitiativeFactory

pytestmark = pytest.mark.django_db
WORK = {"HX-Request": "true", "HX-Target": "initiative-work"}
MINE = {"HX-Request": "true", "HX-Target": "my-items"}


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


def items_of(initiative, *texts):
    return [ActionItemFactory(initiative=initiative, text=text) for text in texts]


def texts(initiative):
    return [item.text for item in initiative.items.all()]


@pytest.mark.parametrize(
    ("which", "step", "expected"),
    [(0, 1, "bac"), (0, -1, "abc"), (2, -1, "acb"), (2, 1, "abc"), (1, 0, "abc")],
)
def test_an_item_moves_one_place_and_stays_at_the_end(owner, which, step, expected):
    initiative = InitiativeFactory(owner=owner)
    item = items_of(initiative, *"abc")[which]

    place = shift_item(item, step, actor=owner)

    assert ("".join(texts(initiative)), place) == (expected, expected.index(item.text) + 1)
    assert AuditEntry.objects.filter(action="initiative.item_moved").count() == (expected != "abc")


def test_what_has_ended_keeps_its_order(owner):
    item, _other = items_of(InitiativeFactory(owner=owner, state="done"), *"ab")

    with pytest.raises(GoalError):
        shift_item(item, 1, actor=owner)


def test_buttons_move_it_with_and_without_scripts(client, owner):
    initiative = InitiativeFactory(owner=owner)
    first, _second = items_of(initiative, "First", "Second")
    url = reverse("item-shift", args=[first.pk])

    part = client.post(url, {"direction": "down"}, headers=WORK).content.decode()
    assert texts(initiative) == ["Second", "First"]
    assert f'id="item-down-{first.pk}"' in part
    assert 'hx-swap-oob="innerHTML">Place 2: First</div>' in part

    assert client.post(url, {"direction": "up"}).url == initiative.get_absolute_url()
    client.post(url, {"direction": "sideways"})
    assert texts(initiative) == ["First", "Second"]


def mine(client):
    return [row.text for row in client.get(reverse("my-items")).context["rows"]]


def test_ones_own_items_that_are_due_stand_in_the_order_of_their_worth(client, owner):
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=owner))
    late = {"owner": owner, "due_on": date(2026, 11, 2)}
    free = InitiativeFactory(owner=owner, priority="high", due_on=date(2026, 11, 25))
    serving = InitiativeFactory(owner=owner, priority="low", key_results=[key_result], due_on=date(2026, 12, 31))
    theirs = InitiativeFactory(owner=UserFactory(company=owner.company), due_on=date(2026, 11, 20))
    ActionItemFactory(initiative=free, text="By the date of its initiative")
    ActionItemFactory(initiative=serving, text="For a key result", **late)
    ActionItemFactory(initiative=serving, text="Later")
    ActionItemFactory(initiative=theirs, text="Mine of theirs", **late)
    ActionItemFactory(initiative=theirs, text="Theirs")
    ActionItemFactory(initiative=InitiativeFactory(owner=owner, state="done"), text="Over", **late)
    ActionItemFactory(initiative=free, text="Done long ago", done_at="2026-11-01T00:00Z", done_by=owner, **late)

    assert mine(client) == ["For a key result", "By the date of its initiative", "Mine of theirs"]


def test_a_tick_on_the_home_page_stays_there_and_can_be_taken_back(client, owner):
    item = ActionItemFactory(initiative=InitiativeFactory(owner=owner, due_on=date(2026, 11, 20)), text="Call")
    url = reverse("item-tick", args=[item.pk])

    part = client.post(url, {"done": "1"}, headers=MINE).content.decode()
    assert part.lstrip().startswith('<div id="my-items">')
    assert 'aria-checked="true"' in part
    assert ActionItem.objects.get().done_by == owner

    back = client.post(url, {"done": "0", "next": reverse("my-items")})
    assert (back.url, ActionItem.objects.get().is_done) == (reverse("my-items"), False)
    assert 'hx-get="/action-items/"' in client.get(reverse("home")).content.decode()


def test_a_key_result_that_is_not_to_be_read_is_not_named(client, owner):
    secret = ObjectiveFactory(owner=UserFactory(company=owner.company), visibility=Objective.Visibility.RESTRICTED)
    initiative = InitiativeFactory(owner=secret.owner, key_results=[KeyResultFactory(objective=secret, title="Hush")])
    ActionItemFactory(initiative=initiative, owner=owner, due_on=date(2026, 11, 18))

    page = client.get(reverse("my-items")).content.decode()

    assert initiative.title in page
    assert "Hush" not in page


@pytest.mark.parametrize("count", [0, 3, 30])
def test_many_items_cost_the_same(client, owner, count, django_assert_max_num_queries):
    initiatives = InitiativeFactory.create_batch(count, owner=owner, due_on=date(2026, 11, 20))
    ActionItem.objects.bulk_create(ActionItem(initiative=each, text="Step") for each in initiatives)

    with django_assert_max_num_queries(9):
        assert len(mine(client)) == count
