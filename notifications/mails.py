"""The mail this package writes itself."""

from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.domain.addresses import refusals_told_by
from notifications.domain.planner import plan_digests
from notifications.messages import from_payload, reader_mail
from notifications.models import Delivery
from notifications.registry import Skip, composer, planner
from people.reading import as_read_by

MOST_NAMED = 20

planner(plan_digests)


@composer(Delivery.Kind.ACCOUNT)
def compose_account_mail(deliveries, now):
    """Account mail was written when it was asked for."""
    return from_payload


@composer(Delivery.Kind.NOTICE)
def compose_notices(deliveries, now):
    """What administrators are told of: so far, addresses that refuse mail."""
    return partial(write_refusals, refusals_told_by(deliveries))


def write_refusals(told, delivery):
    """Tell an administrator whose addresses refuse mail; raises Skip where none does any more."""
    refusals, admin = told[delivery.pk], delivery.person
    if not refusals:
        raise Skip(Delivery.Reason.NOTHING)
    with as_read_by(admin):
        context = {
            "person": admin,
            "company": delivery.company,
            "count": len(refusals),
            "rows": [refusal_row(*refusal) for refusal in refusals[:MOST_NAMED]],
            "more": max(0, len(refusals) - MOST_NAMED),
            "people_url": settings.BASE_URL + reverse("settings-people"),
        }
        subject, text, html = (
            render_to_string(f"notifications/email/addresses_refused_{part}", context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return reader_mail(delivery, subject=subject.strip(), text=text, html=html)


def refusal_row(person, refused):
    return {
        "name": person.name,
        "address": refused.address,
        "reply": refused.reply,
        "url": settings.BASE_URL + reverse("settings-person", args=[person.pk]),
    }
