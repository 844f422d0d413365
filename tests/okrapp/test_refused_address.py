"""A member whose address refuses mail, as the company's administrators see and settle it."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import RefusedAddress
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db
REPLY = "550 5.1.1 <aoi@example.com>: no such mailbox"
WORDS = {
    "en": ("Mail to this address comes back.", "Try again", "Mail to aoi@example.com is sent again."),
    "ja": (
        "このアドレスへのメールは戻ってきています。",
        "送信を再開",
        "aoi@example.comへのメールの送信を再開しました。",
    ),
}


@pytest.fixture(params=["en", "ja"])
def admin(request):
    return AdminFactory(language=request.param)


@pytest.fixture
def client(admin):
    client = Client()
    client.force_login(admin)
    return client


def test_an_administrator_reads_why_mail_comes_back_and_has_it_sent_again(client, admin):
    person = UserFactory(company=admin.company, email="aoi@example.com")
    RefusedAddress.objects.create(address="aoi@example.com", reply=REPLY)
    comes_back, again, done = WORDS[admin.language]
    page = client.get(reverse("settings-person", args=[person.pk])).content.decode()
    assert [word in page for word in (comes_back, again, "550 5.1.1 &lt;aoi@example.com&gt;")] == [True] * 3

    response = client.post(reverse("settings-person-mail-again", args=[person.pk]), follow=True)

    page = response.content.decode()
    assert (RefusedAddress.objects.count(), comes_back in page, done in page) == (0, False, True)


def test_nobody_reaches_the_address_of_another_company_through_a_person_of_their_own(client, admin):
    UserFactory(email="aoi@example.com")
    RefusedAddress.objects.create(address="aoi@example.com", reply=REPLY)
    person = UserFactory(company=admin.company, email=None, unclaimed_email="aoi@example.com")
    assert REPLY[:9] not in client.get(reverse("settings-person", args=[person.pk])).content.decode()

    client.post(reverse("settings-person-mail-again", args=[person.pk]))

    assert RefusedAddress.objects.count() == 1
