"""What administrators see of their company's mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.domain.switch import pause
from notifications.models import Delivery
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/settings/mail/"
QUERIES = 10


@pytest.fixture
def admin(client):
    admin = AdminFactory()
    client.force_login(admin)
    return admin


def delivery(person, period, **fields):
    now = timezone.now()
    return Delivery.objects.create(
        **{"company": person.company, "person": person, "kind": "digest", "period": period, "expires_at": now}
        | fields
    )


def readers(response):
    return [row["url"] for row in response.context["rows"]]


def page_of(person):
    return reverse("settings-person", args=[person.pk])


def test_figures_count_the_last_seven_days_of_the_own_company(client, admin):
    now = timezone.now()
    delivery(admin, "1", state="sent", sent_at=now, lost_answers=1)
    delivery(admin, "2", state="skipped", reason="nothing")
    delivery(admin, "3", due_at=now - timedelta(hours=2))
    delivery(admin, "4", state="failed", reply="550 no such mailbox")
    delivery(admin, "5", state="sent", created_at=now - timedelta(days=8))
    delivery(UserFactory(), "6", state="sent")

    response = client.get(URL)

    tiles = {tile["label"]: tile["count"] for tile in response.context["tiles"]}
    assert list(tiles.values()) == [1, 1, 1, 1, 1]
    assert [count for _reason, count in response.context["reasons"]] == [1]
    assert "There was nothing to say" in response.content.decode()
    assert len(response.context["rows"]) == 5
    assert "The oldest has been due since" in response.content.decode()


def test_each_tile_leads_to_the_mails_it_counts(client, admin):
    twice = UserFactory(company=admin.company, family_name="Twice")
    delivery(twice, "1", state="sent", lost_answers=1)
    delivery(admin, "1", state="sent", kind="account", to=admin.email)

    assert readers(client.get(URL, {"outcome": "twice"})) == [page_of(twice)]
    assert readers(client.get(URL, {"kind": "account"})) == [page_of(admin)]
    assert readers(client.get(URL, {"q": "twice"})) == [page_of(twice)]
    assert readers(client.get(URL, {"outcome": "failed"})) == []


def test_the_list_asks_the_same_however_long_it_is(client, admin):
    delivery(admin, "0")
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(1, 60):
        delivery(UserFactory(company=admin.company), str(number), state="skipped", reason="nothing")
    with CaptureQueriesContext(connection) as many:
        response = client.get(URL)

    assert len(few) == len(many) <= QUERIES
    assert len(response.context["rows"]) == 50


def test_a_page_says_why_no_mail_goes_out(client, admin, settings):
    assert 'class="notice' not in client.get(URL).content.decode()

    pause()
    assert "nobody has confirmed that this copy may send mail" in client.get(URL).content.decode()

    settings.HAS_MAIL = False
    assert "There is no mail server" in client.get(URL).content.decode()


def test_filters_answer_htmx_with_the_list_alone(client, admin):
    response = client.get(reverse("settings-mail"), headers={"hx-request": "true", "hx-target": "mail-list"})

    assert response.content.decode().lstrip().startswith('<div id="mail-list"')
    assert "No mail has been sent yet" in response.content.decode()
