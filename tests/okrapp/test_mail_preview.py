"""What would I get? The page and its two frames."""

import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from goals.domain.mail_links import read_link
from notifications.models import Delivery, MailPreference
from people.models.company import Weekday
from tests.okrapp.digest_personas import MONDAY, Home, reader_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_the_preview_shows_what_would_be_sent_and_when(client):
    reader = reader_of("three_due", "en")
    client.force_login(reader)

    page = client.get(reverse("mail-preview"))
    body, text = (client.get(reverse(name)) for name in ("mail-preview-body", "mail-preview-text"))

    assert text.context["subject"] == "3 check-ins to make (about 1 min) | Midori Works"
    assert page.context["when"] == "Your next digest comes on Mon 30 Nov 08:30."
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "3 check-ins are due this week" in body.content.decode()
    assert {read_link(token).person for token in re.findall(r"/mail/go/([^/]+)/", body.content.decode())} == {reader}
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert sorted(body.headers["Content-Security-Policy"].split("; ")) == [
        "default-src 'none'",
        "frame-ancestors 'self'",
        "sandbox",
        "style-src 'unsafe-inline'",
    ]


def test_the_preview_says_why_nothing_would_be_sent(client):
    reader = Home("en").person()
    MailPreference.objects.create(person=reader, digest=False)
    client.force_login(reader)

    page = client.get(reverse("mail-preview"))
    frames = [client.get(reverse(name)) for name in ("mail-preview-body", "mail-preview-text")]

    assert page.context["when"] == "You have stopped the weekly digest."
    assert [frame.context["text"] for frame in frames] == 2 * ["Nothing would be sent now: There was nothing to say."]


def test_the_preview_asks_few_questions(client, django_assert_max_num_queries):
    client.force_login(reader_of("three_due", "en"))
    most = {"mail-preview": 10, "mail-preview-body": 12, "mail-preview-text": 12}  # session, person, the mail

    for name, count in most.items():
        client.get(reverse(name))
        with django_assert_max_num_queries(count):
            client.get(reverse(name))


def test_the_preview_promises_no_second_digest_of_a_week(client):
    reader = reader_of("three_due", "en")
    week = {"kind": Delivery.Kind.DIGEST, "period": "2026-W48", "expires_at": timezone.now()}
    Delivery.objects.create(company=reader.company, person=reader, state=Delivery.State.SENT, **week)
    MailPreference.objects.create(person=reader, weekday=Weekday.SUNDAY)
    client.force_login(reader)

    assert client.get(reverse("mail-preview")).context["when"] == "Your next digest comes on Sun 6 Dec 08:30."
