"""What the tests of the links in mails share: a frozen Monday, and a browser that follows one."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

from goals.domain.agreements import open_agreement
from goals.domain.mail_links import accept_url, check_in_urls
from goals.models import CheckIn, Consent, KeyResult, UsedLink
from notifications.models import HelpRequest
from tests.factories import DepartmentFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.goals.checking_in import record

MONDAY = datetime(2026, 11, 16, 0, tzinfo=UTC)  # 9 o'clock in Tokyo
DAY = timedelta(days=1)


def link_to(key_result, purpose="value", person=None):
    """The path of a link of that purpose, made for a person (the owner) now."""
    person = person or key_result.owner
    if purpose == "accept":
        url = accept_url(key_result, person)
    else:
        [url] = check_in_urls([purpose], key_result, person, key_result.company.today())
    return url.removeprefix("http://127.0.0.1:8000")


def token_of(link):
    return link.split("/")[-2]


def page_of(key_result, purpose="value"):
    return reverse("mail-act", args=[purpose, key_result.pk])


def follow(client, link):
    """GET the link, and the page it leads to."""
    return client.get(link, follow=True)


def typed(key_result, link, **fields):
    """What a browser sends from the page of a link opened now."""
    return {
        "link": token_of(link),
        "value": "25",
        "status": "on_track",
        "note": "Two more.",
        "request_key": "00000000-0000-4000-8000-000000000000",
        "seen": str(key_result.last_seq),
    } | fields


def send(client, key_result, purpose="value", *, link=None, **fields):
    link = link or link_to(key_result, purpose)
    return client.post(page_of(key_result, purpose), typed(key_result, link, **fields))


def awaited_key_result():
    """Of an owner in a department with a manager; last week's check-in said 40, and terms wait for the owner."""
    manager = UserFactory(family_name="Sato", given_name="Aoi", language="en")
    department = DepartmentFactory(company=manager.company, manager=manager)
    owner = UserFactory(company=manager.company, department=department, language="en", family_name="Tanaka")
    key_result = KeyResultFactory(
        objective=ObjectiveFactory(owner=owner, department=department, title="Closer to customers"),
        title="Fewer days",
        unit="days",
    )
    with time_machine.travel(MONDAY - 5 * DAY, tick=False):
        record(key_result, "40")
    return fresh(open_agreement(key_result, actor=manager))


def fresh(key_result):
    return KeyResult.objects.select_related("owner__company", "objective__cycle", "company", "on_table").get(
        pk=key_result.pk
    )


def manager_of(key_result):
    return key_result.objective.department.manager


def written():
    return CheckIn.objects.count(), Consent.objects.count(), HelpRequest.objects.count(), UsedLink.objects.count()
