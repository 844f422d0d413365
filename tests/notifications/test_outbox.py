from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from notifications.domain.dispatch import dispatch
from notifications.domain.sending import deliver
from notifications.models import Delivery
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    """The test runner mails straight into memory; here mail takes the way it takes outside."""
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"


def test_a_mail_of_django_waits_in_the_outbox_until_the_dispatcher_comes(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail.send_mail("件名", "本文", "okr@example.com", ["somebody@example.com"])

    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.kind, waiting.to) == ("queued", "account", "somebody@example.com")
    assert mail.outbox == []

    dispatch(timezone.now(), deliver)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.payload) == ("sent", None)
    assert [each.subject for each in mail.outbox] == ["件名"]
    assert mail.outbox[0].extra_headers["Message-ID"] == waiting.message_id


def test_texts_with_links_are_forgotten_in_time_though_the_mail_server_was_taken_away(settings):
    (waiting,) = owe(1)
    settings.HAS_MAIL = False

    dispatch(timezone.now() + timedelta(days=2), deliver)

    assert Delivery.objects.values_list("state", "payload").get(pk=waiting) == ("skipped", None)
