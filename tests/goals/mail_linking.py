"""What the tests of the links in mails share: a frozen Monday, and a browser that follows one."""

from datetime import UTC, datetime

from django.urls import reverse

from goals.domain.mail_links import accept_url, check_in_url

MONDAY = datetime(2026, 11, 16, 0, tzinfo=UTC)  # 9 o'clock in Tokyo


def link_to(key_result, purpose="value", person=None):
    """The path of a link of that purpose, made for a person (the owner) now."""
    person = person or key_result.owner
    if purpose == "accept":
        url = accept_url(key_result, person)
    else:
        url = check_in_url(purpose, key_result, person, key_result.company.today())
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
