import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone

from people.domain import invitations
from people.domain.accounts import add_person, change_person, deactivate_person
from people.domain.errors import PeopleError
from people.models import AuditEntry, Invitation
from tests.factories import UserFactory
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ANSWER = {"password": PASSWORD, "family_name": "佐藤", "given_name": "葵", "furigana": "", "language": "ja"}


@pytest.fixture
def person(admin):
    return UserFactory(company=admin.company, email="aoi@example.com", language="ja", family_name="佐東")


@pytest.fixture
def invite(admin, django_capture_on_commit_callbacks):
    def send(person):
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invitations.invite_person(person, actor=admin)
        return invitations.invitation_url(invitation)

    return send


def is_closed(client, url):
    return client.get(url).status_code == 410 and client.post(url, ANSWER).status_code == 410


@time_machine.travel("2026-11-18T03:00:00Z", tick=False)
@pytest.mark.parametrize(("language", "subject"), [("ja", "目標管理への招待"), ("en", "Invitation to")])
def test_the_mail_speaks_the_language_of_the_person(person, invite, language, subject):
    person.language = language
    person.save()

    url = invite(person)

    message = mail.outbox[0]
    assert message.to == ["aoi@example.com"]
    assert subject in message.subject
    assert url in message.body
    assert url in message.alternatives[0].content
    assert url.startswith(settings.BASE_URL)


def test_accepting_lets_the_person_in(client, person, invite):
    url = invite(person)
    before = client.session
    before["anything"] = 1
    before.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before.session_key

    response = client.post(url, ANSWER)

    person.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert int(client.session["_auth_user_id"]) == person.pk
    assert client.session.session_key != before.session_key
    assert UserSession.objects.filter(user=person).count() == 1
    assert (person.name, person.language, person.check_password(PASSWORD)) == ("佐藤 葵", "ja", True)
    assert person.joined_at is not None
    assert EmailAddress.objects.filter(user=person, email="aoi@example.com", verified=True, primary=True).exists()
    actions = set(AuditEntry.objects.filter(object_id=person.pk).values_list("action", flat=True))
    assert {"person.invited", "person.password_set", "profile.changed"} <= actions


def test_looking_at_the_link_changes_nothing(client, person, invite):
    url = invite(person)

    for _ in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code in {200, 405}

    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("wrong", [{"password": "12345678"}, {"password": ""}, {"family_name": ""}])
def test_a_bad_answer_is_shown_again_and_changes_nothing(client, person, invite, wrong):
    url = invite(person)

    response = client.post(url, ANSWER | wrong)

    person.refresh_from_db()
    assert response.status_code == 422
    assert person.joined_at is None
    assert Invitation.objects.get().is_open


def test_a_link_works_once(client, person, invite):
    url = invite(person)
    client.post(url, ANSWER)
    client.logout()

    assert is_closed(client, url)


def test_a_new_link_kills_the_old_one(client, person, invite):
    old, new = invite(person), invite(person)

    assert is_closed(client, old)
    assert client.get(new).status_code == 200


def test_a_link_lasts_seven_days(client, person, invite):
    url = invite(person)

    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        assert is_closed(client, url)


def test_a_withdrawn_link_is_closed(client, person, invite, admin):
    url = invite(person)

    invitations.revoke_invitation(person, actor=admin)

    assert is_closed(client, url)


def test_deactivation_and_a_corrected_address_close_the_link(client, person, invite, admin):
    url = invite(person)
    change_person(person, actor=admin, email="other@example.com")
    assert is_closed(client, url)

    url = invite(person)
    deactivate_person(person, actor=admin)
    assert is_closed(client, url)


def test_forged_links_are_closed(client, person, invite):
    token = invite(person).rstrip("/").rsplit("/", 1)[1]
    payload = signing.loads(token, salt=invitations.SALT)
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        signing.dumps(payload, salt="other"),
        signing.dumps(payload | {"purpose": "unsubscribe"}, salt=invitations.SALT),
        signing.dumps(payload | {"nonce": "x"}, salt=invitations.SALT),
        "x",
    ]

    for each in forged:
        assert is_closed(client, reverse("invitation", args=[each]))


def test_somebody_else_who_is_signed_in_cannot_accept(client, person, invite):
    url = invite(person)
    client.force_login(UserFactory(company=person.company))

    assert client.get(url).status_code == 403
    assert client.post(url, ANSWER).status_code == 403
    assert Invitation.objects.get().is_open


def test_the_owner_of_an_address_in_two_companies_is_told_alone(client, admin, invite):
    UserFactory(email="taken@example.com")
    person = add_person(admin.company, actor=admin, email="taken@example.com", family_name="佐藤")

    url = invite(person)

    assert url not in mail.outbox[0].body
    assert mail.outbox[0].to == ["taken@example.com"]
    assert client.get(url).status_code == 200
    assert client.post(url, ANSWER).status_code == 422
    person.refresh_from_db()
    assert person.joined_at is None


@time_machine.travel("2026-11-18T03:00:00Z", tick=False)
def test_an_inviter_sees_the_same_for_a_taken_and_a_free_address(as_admin):
    UserFactory(email="taken@example.com")

    pages = []
    for name in ("taken", "fresh"):
        data = {"family_name": "佐藤", "email": f"{name}@example.com", "role": "member", "language": "ja"}
        response = as_admin.post(reverse("settings-person-new"), data | {"invite": "1"}, follow=True)
        text = re.sub(r"csrfmiddlewaretoken\W.*?>|csrftoken.*?}", "", response.content.decode())
        pages.append(re.sub(r"/people/\d+/|taken|fresh|class=\"avatar \w\"", "", text))

    assert pages[0] == pages[1]


def test_nobody_is_buried_in_invitations(person, invite):
    for _ in range(invitations.CAP_PER_PERSON):
        invite(person)

    with pytest.raises(PeopleError):
        invite(person)
    assert len(mail.outbox) == invitations.CAP_PER_PERSON


def test_a_company_sends_a_limited_number_a_day(admin, person):
    used_up = [
        Invitation(company=admin.company, user=person, revoked_at=timezone.now())
        for _ in range(invitations.CAP_PER_COMPANY - 1)
    ]
    Invitation.objects.bulk_create(used_up)
    UserFactory(company=admin.company)
    late = UserFactory(company=admin.company)

    assert invitations.invite_everybody(admin.company, actor=admin) == (1, 1)
    with pytest.raises(PeopleError):
        invitations.invite_person(late, actor=admin)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        invitations.invite_person(late, actor=admin)


def test_people_who_joined_or_left_are_not_invited(admin, member):
    left = UserFactory(company=admin.company, is_active=False)

    for person in (member, left):
        with pytest.raises(PeopleError):
            invitations.invite_person(person, actor=admin)
    assert not invitations.never_invited(admin.company).exists()
