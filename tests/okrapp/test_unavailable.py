"""What works while something else does not."""

import logging

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from goals.models import CheckIn
from notifications.models import Delivery
from okrapp.celery import app
from tests.factories import KeyResultFactory, UserFactory
from tests.goals.checking_in import typed


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_a_database_pages_say_that_it_passes(client, language, caplog):
    client.raise_request_exception = False
    client.force_login(UserFactory(language=language))
    with connection.execute_wrapper(refuse), caplog.at_level(logging.CRITICAL, "django.request"):
        response = client.get("/company/", headers={"accept-language": language})

    text = response.content.decode()
    said = {"en": "Please try again in half a minute", "ja": "30 秒ほどしてから"}
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert said[language] in text
    assert "10.0.0.5" not in text
    assert "Traceback" not in text


def refuse(execute, sql, params, many, context):
    """As it is when the database server has gone away."""
    raise OperationalError("server closed the connection unexpectedly: host=10.0.0.5")


@pytest.fixture
def _no_broker(settings):
    """A broker that refuses every connection, in place of none at all."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    app.conf.broker_url, before = settings.CELERY_BROKER_URL, app.conf.broker_url
    yield
    app.conf.task_always_eager, app.conf.broker_url = eager, before


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_broker")
def test_without_a_broker_people_sign_in_check_in_and_have_their_reset_mail_queued(
    client, django_capture_on_commit_callbacks
):
    key_result = KeyResultFactory()
    person = key_result.owner
    person.set_password("a-long-password")
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("account_reset_password"), {"email": person.email}).status_code == 302
        assert (
            client.post(reverse("account_login"), {"login": person.email, "password": "a-long-password"}).url == "/"
        )
        assert client.get("/").status_code == 200
        assert client.post(reverse("check-in", args=[key_result.pk]), typed(key_result)).status_code == 302
    assert CheckIn.objects.filter(key_result=key_result).count() == 1
    assert [(each.kind, each.state) for each in Delivery.objects.all()] == [("account", "queued")]
