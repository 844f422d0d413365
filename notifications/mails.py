"""The mail this package writes itself."""

from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.domain.planner import plan_digests
from notifications.messages import from_payload, reader_mail
from notifications.models import Delivery, RefusedAddress
from notifications.registry import Skip, composer, planner
from people.models import User
from people.reading import as_read_by

planner(plan_digests)


@composer(Delivery.Kind.ACCOUNT)
def compose_account_mail(deliveries, now):
    """Account mail was written when it was asked for."""
    return from_payload


@composer(Delivery.Kind.NOTICE)
def compose_notices(deliveries, now):
    """What administrators are told of: so far, addresses that refuse mail. Two queries."""
    addresses = [each.payload["address"] for each in deliveries]
    members = {member.email: member for member in User.objects.filter(email__in=addresses)}
    return partial(write_refusal, RefusedAddress.objects.in_bulk(addresses), members)


def write_refusal(refusals, members, delivery):
    """Tell an administrator whose address refuses mail, if it still does and is still theirs."""
    address, admin = delivery.payload["address"], delivery.person
    member = members.get(address)
    if address not in refusals or member is None or member.company_id != delivery.company_id:
        raise Skip(Delivery.Reason.NOTHING)
    context = {
        "person": admin,
        "company": delivery.company,
        "member": member,
        "refused": refusals[address],
        "url": settings.BASE_URL + reverse("settings-person", args=[member.pk]),
    }
    with as_read_by(admin):
        subject, text, html = (
            render_to_string(f"notifications/email/address_refused_{part}", context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return reader_mail(delivery, subject=subject.strip(), text=text, html=html)
