"""Addresses whose server says that there is no such mailbox."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from notifications.models import Delivery, RefusedAddress
from people.models import Role, User

NOTICE_LIFETIME = timedelta(days=7)


def refusal_of(person):
    """The RefusedAddress of the person's address, or None."""
    return RefusedAddress.objects.filter(address=person.email).first() if person.email else None


def refused_among(deliveries):
    """Those of the readers' addresses that refuse mail."""
    addresses = [each.person.email for each in deliveries if each.person_id]
    return set(RefusedAddress.objects.filter(address__in=addresses).values_list("address", flat=True))


@transaction.atomic
def refuse_address(address, reply, *, person):
    """Send nothing more to the person's address but the account mail they ask for, and tell the administrators once.

    An address that is nobody's here is of no interest: nothing is sent there but what a stranger asked for.
    """
    if person is None or address.lower() != person.email:
        return
    refused, is_new = RefusedAddress.objects.get_or_create(address=person.email, defaults={"reply": reply[:250]})
    if is_new:
        tell_administrators(person, refused)


def tell_administrators(person, refused):
    """Owe every other active administrator of the company one notice that the address has begun to refuse."""
    about = sha256(f"{refused.address} {refused.since.isoformat()}".encode()).hexdigest()[:40]
    others = User.objects.active().filter(company=person.company_id, role=Role.ADMIN).exclude(pk=person.pk)
    Delivery.objects.bulk_create(
        [
            Delivery(
                company_id=person.company_id,
                person=admin,
                kind=Delivery.Kind.NOTICE,
                period=f"address:{about}",
                payload={"address": refused.address},
                expires_at=refused.since + NOTICE_LIFETIME,
            )
            for admin in others.exclude(email=None)
        ],
        ignore_conflicts=True,
    )


def lift_refusal(person):
    """Mail has arrived at the person's address, or an administrator says that it will."""
    RefusedAddress.objects.filter(address=person.email).delete()
