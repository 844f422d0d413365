"""A small journey with planted names, addresses and tokens: none of them is in any log line."""

import io
import logging
import logging.config

import pytest
from django.urls import reverse

from common.logs import logging_config
from okrapp.celery import app
from people.domain.invitations import invitation_url
from people.models import Invitation
from tests.factories import AdminFactory, ObjectiveFactory, UserFactory

pytestmark = pytest.mark.django_db
NAME, ADDRESS, PASSWORD = "Kanariya", "kanariya@canary.example", "canary-password"


@pytest.fixture
def lines(settings):
    """Everything that is logged, as an operator with LOG_FORMAT=json and LOG_LEVEL=INFO gets it."""
    stream = io.StringIO()
    logging.config.dictConfig(logging_config("INFO", "json"))
    handler = logging.getLogger().handlers[-1]
    handler.setStream(stream)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def test_a_journey_leaves_no_trace_of_anybody(client, lines, monkeypatch):
    client.raise_request_exception = False
    admin = AdminFactory(family_name=NAME, email=ADDRESS)
    invited = UserFactory(company=admin.company, joined_at=None, family_name=NAME, email="new." + ADDRESS)
    invitation = Invitation.objects.create(company=admin.company, user=invited, invited_by=admin)
    path = "/" + invitation_url(invitation).split("/", 3)[3]

    client.get(path)
    client.get(path + "x")
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    client.get("/accounts/password/reset/key/1-canary7token/")
    client.get(f"/nowhere/{NAME}/?q={ADDRESS}")
    client.get("/", headers={"host": f"{NAME}.example", "referer": f"https://{NAME}.example/"})
    client.force_login(admin)
    client.get(reverse("search"), {"q": NAME})
    talk = ["objective", ObjectiveFactory(owner=admin).pk]
    client.get(reverse("conversation-people", args=talk), {"typed": NAME})
    client.post(reverse("conversation", args=talk), {"text": f"{NAME} @[{NAME}](person:{admin.pk})"})
    client.post(reverse("conversation", args=talk), {"text": f"{NAME} @[{NAME}](person:0)"})
    monkeypatch.setattr("okrapp.home.render_page", fail)
    client.get(reverse("home"))

    logged = lines.getvalue()
    token = path.strip("/").rpartition("/")[2]
    assert [secret for secret in (NAME, ADDRESS, PASSWORD, token, "canary7token") if secret in logged] == []
    assert '"path": "/invitations/\\u2026/", "status": 200' in logged
    assert '"status": 500' in logged
    assert "RuntimeError: no page for" in logged


def fail(request, *args, **kwargs):
    raise RuntimeError(f"no page for {request.user.email}")


def test_the_lines_of_a_task_carry_its_number(lines):
    @app.task
    def work():
        logging.getLogger("okr").info("at work")

    number = work.apply().id

    logging.getLogger("okr").info("afterwards")
    at_work, afterwards = (line for line in lines.getvalue().splitlines() if '"logger": "okr"' in line)
    assert f'"task_id": "{number}"' in at_work
    assert "task_id" not in afterwards
