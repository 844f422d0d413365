"""An objective may hang on one that its editor cannot read, or could not choose any more."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from goals.models import Cycle, Objective
from tests.factories import CycleFactory, IndividualObjectiveFactory, UserFactory

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def member():
    return UserFactory()


def child_of(member, **fields):
    boss = UserFactory(company=member.company)
    fields = {"cycle": CycleFactory(company=member.company), "title": "Quiet merger"} | fields
    parent = IndividualObjectiveFactory(owner=boss, **fields)
    cycle = CycleFactory(company=member.company)
    return IndividualObjectiveFactory(owner=member, cycle=cycle, parent=parent, contribution="It helps.")


def sent_back(form):
    """What the browser sends for a form in which only the title was changed."""
    fields = form.objective
    with translation.override(fields.user.language):
        shown = {name: fields[name].field.prepare_value(fields[name].value()) for name in fields.fields}
    return {name: value for name, value in shown.items() if value is not None} | {"title": "New title", "kr-rows": 0}


RESTRICTED = {"visibility": Objective.Visibility.RESTRICTED}
ARCHIVED = {"state": Objective.State.ARCHIVED}


def test_the_title_of_a_parent_one_may_not_read_is_not_in_the_form(client, member):
    child = child_of(member, **RESTRICTED)
    client.force_login(member)

    page = client.get(reverse("objective-edit", args=[child.pk])).content.decode()

    assert "Quiet merger" not in page


@pytest.mark.parametrize(
    "fields", [RESTRICTED, ARCHIVED, {"cycle": "closed"}], ids=["restricted", "archived", "closed"]
)
def test_saving_without_touching_the_alignment_keeps_it(client, member, fields):
    if "cycle" in fields:
        ended = CycleFactory(company=member.company, kind=Cycle.Kind.YEAR, stage=Cycle.Stage.CLOSED)
        fields = {"cycle": ended}
    child = child_of(member, **fields)
    parent_id = child.parent_id
    client.force_login(member)
    url = reverse("objective-edit", args=[child.pk])

    response = client.post(url, sent_back(client.get(url).context["form"]))

    child.refresh_from_db()
    assert response.status_code == 302
    assert (child.title, child.parent_id) == ("New title", parent_id)


def test_who_proposed_a_draft_can_read_it_afterwards(client, member):
    other = UserFactory(company=member.company)
    draft = IndividualObjectiveFactory(
        owner=other,
        cycle=CycleFactory(company=member.company),
        state=Objective.State.DRAFT,
        created_by=member,
    )
    client.force_login(member)

    assert client.get(draft.get_absolute_url()).status_code == 200
