"""What people say to each other about a thing, who hears of it, and who may not."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.markdown import mention_of
from goals.models import Objective
from notifications.domain.cheers import set_cheer
from notifications.domain.comments import edit_comment, post_comment, remove_comment
from notifications.domain.help import ask_for_help
from notifications.domain.watches import set_watch
from notifications.models import Activity, Cheer, Comment, CommentVersion, HelpRequest, Notification
from notifications.queries.centre import centre_page
from notifications.subjects import Conversation, subjects
from people.reading import as_read_by
from tests.cast import cast
from tests.factories import AdminFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory
from tests.goals.checking_in import record

pytestmark = pytest.mark.django_db
Kind = Activity.Kind


@pytest.fixture
def key_result():
    return KeyResultFactory()


@pytest.fixture
def place(key_result):
    return Conversation(subjects["key-result"], key_result)


@pytest.fixture
def author(key_result):
    return UserFactory(company=key_result.company, family_name="Tanaka", given_name="Ken")


def told():
    return set(Notification.objects.values_list("activity__kind", "person"))


def centre_of(person):
    with as_read_by(person):
        return centre_page(person).rows


def send(client, person, address, **data):
    client.force_login(person)
    return client.post(address, data)


def name_of(place):
    return reverse("conversation", args=place.args)


# Who hears


def test_whose_it_is_who_watches_and_who_spoke_before_hear_of_a_comment(place, key_result, author):
    earlier, watcher, muting = UserFactory.create_batch(3, company=key_result.company)
    post_comment(place, "First", author=earlier)
    post_comment(place, "Second", author=muting)
    set_watch(key_result.objective, watcher, is_watched=True)
    set_watch(key_result.objective, muting, is_watched=False)
    Notification.objects.all().delete()

    post_comment(place, "Third", author=author)

    assert told() == {(Kind.COMMENT, person.pk) for person in (key_result.owner, earlier, watcher)}


def test_who_is_mentioned_hears_of_that_instead_and_once(place, key_result, author):
    owner = key_result.owner
    text = f"{mention_of(owner.name, owner.pk)}, look"

    comment = post_comment(place, text, author=author)
    edit_comment(comment, f"{text} here", place=place)

    assert list(Activity.objects.values_list("kind", flat=True)) == [Kind.MENTION]


def test_who_may_no_longer_read_it_hears_nothing(place, key_result, author):
    post_comment(place, "First", author=author)
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)
    key_result.objective.refresh_from_db()
    Notification.objects.all().delete()

    post_comment(place, "Second", author=key_result.owner)

    assert told() == set()
    assert centre_of(author) == []


def test_cheers_of_a_day_are_one_notification_that_counts_them(place, key_result, author):
    for person in [author, *UserFactory.create_batch(2, company=key_result.company), key_result.owner]:
        set_cheer(place, person, is_cheered=True)
        set_cheer(place, person, is_cheered=True)

    [row] = centre_of(key_result.owner)
    assert row.told.sentence == "4 people cheer you on"
    set_cheer(place, author, is_cheered=False)
    assert Cheer.objects.count() == 3


def test_what_was_said_is_told_in_one_harmless_line(place, key_result, author):
    post_comment(place, "**Well** \u202edone\n\n<script>alert(1)</script>", author=author)

    [row] = centre_of(key_result.owner)

    assert row.told.sentence == "Ken comments: “Well done <script>alert(1)</script>”"
    assert row.told.url == f"{name_of(place)}#comment-{Comment.objects.get().pk}"


def test_a_removed_comment_is_quoted_nowhere(place, key_result, author):
    remove_comment(post_comment(place, "Secret", author=author), place=place)

    [row] = centre_of(key_result.owner)

    assert "Secret" not in row.told.sentence


@pytest.mark.parametrize("slug", ["objective", "key-result", "check-in", "kpi"])
def test_readers_are_those_to_whom_it_is_visible(slug):
    people = cast()
    objective = ObjectiveFactory(owner=people.objective_owner, department=people.sales, visibility="restricted")
    key_result = KeyResultFactory(objective=objective, owner=people.owner)
    key_result.contributors.add(people.contributor)
    targets = {
        "objective": lambda: objective,
        "key-result": lambda: key_result,
        "check-in": lambda: record(key_result, "10"),
        "kpi": lambda: KpiFactory(owner=people.owner, department=people.sales, visibility="restricted"),
    }
    place = Conversation(subjects[slug], targets[slug]())

    everybody = people.company.users.filter(is_active=True).select_related("company")
    able = {person for person in everybody if place.subject.visible_to(person).exists()}

    assert set(place.readers()) == able
    assert 0 < len(able) < len(everybody)


# Pages


def test_a_comment_is_written_read_edited_and_taken_back(client, place, author):
    address = name_of(place)
    assert send(client, author, address, text="Hello **you**").status_code == 302
    comment = Comment.objects.get()
    assert "<strong>you</strong>" in client.get(address).content.decode()

    send(client, author, reverse("comment-edit", args=[comment.pk]), text="Hello *all*")
    assert "<em>all</em>" in client.get(address).content.decode()
    assert "<strong>you</strong>" in client.get(reverse("comment-versions", args=[comment.pk])).content.decode()

    send(client, author, reverse("comment-remove", args=[comment.pk]))
    page = client.get(address).content.decode()
    assert "Removed by its author." in page
    assert "<em>all</em>" not in page


def test_what_a_removed_comment_said_is_for_administrators(client, place, author):
    comment = post_comment(place, "Secret", author=author)
    remove_comment(comment, place=place)
    address = reverse("comment-versions", args=[comment.pk])

    client.force_login(author)
    assert client.get(address).status_code == 403
    client.force_login(AdminFactory(company=author.company))
    assert "Secret" in client.get(address).content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u2060", "a" * 4001])
def test_what_says_nothing_or_too_much_is_refused_and_kept(client, place, author, text):
    response = send(client, author, name_of(place), text=text)

    assert response.status_code == 422
    assert response.context["form"]["text"].value() == text
    assert Comment.objects.count() == 0


def test_lines_count_as_one_character_each(client, place, author):
    assert send(client, author, name_of(place), text="a\r\n" * 2000).status_code == 302


def test_a_double_click_is_one_comment(client, place, author):
    key = uuid.uuid4()
    for _click in range(2):
        send(client, author, name_of(place), text="Once", request_key=key)

    assert Comment.objects.count() == Activity.objects.count() == 1


def test_htmx_gets_the_conversation_with_an_empty_form(client, place, author):
    client.force_login(author)
    headers = {"HX-Request": "true", "HX-Target": place.element_id}

    response = client.post(name_of(place), {"text": "Hello"}, headers=headers)

    page = response.content.decode()
    assert page.count('class="card talk"') == 1
    assert page.count("Hello") == 1
    assert f'data-focus-next="comment-{Comment.objects.get().pk}"' in page


def test_what_is_said_costs_the_same_however_much_it_is(client, place, author, django_assert_max_num_queries):
    for number in range(60):
        post_comment(place, f"{number} {mention_of('x', author.pk)}", author=author)
    client.force_login(author)
    client.get(name_of(place))

    with django_assert_max_num_queries(8):
        page = client.get(name_of(place)).content.decode()

    assert page.count('class="prose"') == 50
    assert client.get(name_of(place) + "?all").content.decode().count('class="prose"') == 60


def test_the_page_of_a_key_result_counts_what_is_said_about_each_check_in(client, key_result, author):
    check_ins = [record(key_result, value) for value in ("10", "20")]
    place = Conversation(subjects["check-in"], check_ins[0])
    post_comment(place, "Well done", author=author)
    remove_comment(post_comment(place, "Oh", author=author), place=place)
    set_cheer(place, author, is_cheered=True)
    client.force_login(author)

    rows = client.get(key_result.get_absolute_url()).context["page"].history

    assert [row.talk for row in rows] == ["Comment, cheer on", "1 comment · 1 cheer"]


# Mentions


def test_whoever_could_not_read_it_cannot_be_mentioned(client, place, key_result):
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)
    outsider, stranger = UserFactory(company=key_result.company), UserFactory()

    for person in (outsider, stranger):
        text = f"Look, {mention_of('Sato', person.pk)}"
        response = send(client, key_result.owner, name_of(place), text=text)
        assert response.status_code == 422
        assert "Sato cannot read this" in response.content.decode()
        assert response.context["form"]["text"].value() == text


def test_names_tell_people_where_no_script_helps(client, place, author):
    aoi = UserFactory(company=author.company, family_name="佐藤", given_name="葵", furigana="サトウ アオイ")

    response = send(client, author, name_of(place), text="Look", notify="さとう")

    assert response.status_code == 302
    assert Comment.objects.get().text == f"Look\n\n@[佐藤 葵](person:{aoi.pk})"
    assert (Kind.MENTION, aoi.pk) in told()
    assert send(client, author, name_of(place), text="Look", notify="Nobody").status_code == 422


@pytest.mark.parametrize("typed", ["佐", "さと", "ｻﾄ", "aoi"])
def test_people_are_suggested_by_kanji_reading_and_romaji(client, place, author, typed):
    words = {"family_name": "佐藤", "given_name": "葵", "furigana": "サトウ アオイ", "email": "aoi@example.com"}
    aoi = UserFactory(company=author.company, **words)
    UserFactory(**words | {"email": "aoi@elsewhere.example"})
    client.force_login(author)

    response = client.get(reverse("conversation-people", args=place.args), {"typed": typed})

    assert response.context["people"] == [(aoi, f"@[佐藤 葵](person:{aoi.pk})")]


# Help


def test_an_answer_settles_a_request_for_help(client, key_result, author):
    check_in = record(key_result, "10")
    ask_for_help(check_in, asked_by=key_result.owner, helpers=[author])
    address = reverse("help-settle", args=[HelpRequest.objects.get().pk])

    assert send(client, author, address, text="a" * 4001).status_code == 422
    assert HelpRequest.objects.open().count() == 1
    send(client, author, address, text="Ask Mori")

    assert HelpRequest.objects.open().count() == 0
    assert Comment.objects.get().target == check_in
    assert (Kind.COMMENT, key_result.owner_id) in told()


# What the database refuses


def test_every_text_is_kept_for_ever(place, author):
    comment = post_comment(place, "One", author=author)
    edit_comment(comment, "Two", place=place)
    edit_comment(comment, "Two", place=place)

    assert [version.text for version in comment.versions.all()] == ["One", "Two"]
    for change in (lambda rows: rows.update(text="x"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(CommentVersion.objects.all())


def test_a_slug_that_nobody_registered_is_not_found(client, author):
    client.force_login(author)

    assert client.get(reverse("conversation", args=["user", author.pk])).status_code == 404
