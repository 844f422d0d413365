"""Objectives that say nearly the same are shown to whoever writes another one (B19)."""

import pytest
from django.urls import reverse

from goals.models import Cycle, Objective
from goals.queries.similar import likenesses
from tests.cast import cast
from tests.factories import CycleFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
OTHERS = [
    "新規顧客との信頼を築き、受注につながる商談を増やす",
    "アジア市場で選ばれる会社になる",
    "問い合わせの体験を良くする",
    "鳴らなくていい警報を減らす",
    "水曜は、胸を張って早く帰れる日にする",
    "Earn new customers' trust and have more talks that lead to orders",
    "Deliver projects faster and more predictably",
]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("新規のお客様との商談を増やす", 0),
        ("アジアで選ばれる会社になる", 1),
        ("問い合わせ対応を速くする", 2),
        ("ｱｼﾞｱ市場で選ばれる", 1),
        ("Win the trust of new customers", 5),
        ("FASTER PROJECTS", 6),
    ],
)
def test_the_same_aim_in_other_words_is_alike_and_nothing_else_is(title, place):
    scores = likenesses(title, OTHERS)

    assert [at for at, score in enumerate(scores) if score >= 0.4] == [place]


@pytest.mark.parametrize("title", ["", "x", "。", "🎉", "\x00", "売上"])
def test_too_little_is_like_nothing(title):
    assert set(likenesses(title, OTHERS)) == {0.0}


def test_a_title_is_wholly_like_itself():
    assert likenesses(OTHERS[0], OTHERS)[0] == pytest.approx(1)


# Pages

TITLE = "アジア市場で選ばれる会社になる"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def known(people):
    for title in OTHERS[2:]:
        ObjectiveFactory(owner=people.lead, cycle=CycleFactory(company=people.company), title=title)
    cycle = CycleFactory(company=people.company)
    return ObjectiveFactory(owner=people.neighbour, cycle=cycle, department=people.design, title=TITLE)


def found(client, person, **asked):
    client.force_login(person)
    answer = client.get(
        reverse("objective-similar"), asked, headers={"HX-Request": "true", "HX-Target": "similar-objectives"}
    )
    assert "<html" not in answer.content.decode()
    return answer.context["objectives"]


def test_what_is_typed_finds_what_another_team_has(client, people, known):
    assert found(client, people.member, title="アジアで選ばれる会社になる") == [known]
    assert found(client, people.stranger, title="アジアで選ばれる会社になる") == []


def test_a_draft_finds_others_but_not_itself(client, people, known):
    draft = ObjectiveFactory(owner=people.owner, cycle=known.cycle, title=TITLE, state=Objective.State.DRAFT)

    assert found(client, people.owner, but=draft.pk) == [known]
    assert found(client, people.neighbour, but=draft.pk) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"state": Objective.State.ARCHIVED},
        {"state": Objective.State.DRAFT},
        {"visibility": Objective.Visibility.RESTRICTED},
    ],
)
def test_only_what_everybody_concerned_may_read_and_works_on_is_found(client, people, known, changes):
    Objective.objects.filter(pk=known.pk).update(**changes)

    assert found(client, people.member, title=TITLE) == []


def test_what_a_closed_cycle_had_is_no_duplicate(client, people, known):
    Cycle.objects.update(stage=Cycle.Stage.CLOSED)

    assert found(client, people.member, title=TITLE) == []


@pytest.mark.parametrize("but", ["", "x", "９", "9" * 40, "0"])
def test_an_odd_address_finds_nothing_and_breaks_nothing(client, people, but):
    assert found(client, people.member, but=but) == []


def test_the_page_stands_by_itself(client, people, known):
    client.force_login(people.member)

    page = client.get(reverse("objective-similar"), {"title": TITLE})

    assert "<h1>" in page.content.decode()
    assert known.get_absolute_url() in page.content.decode()
