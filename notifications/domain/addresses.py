"""Addresses whose server says that there is no such mailbox."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from notifications.models import Delivery, RefusedAddress
from people.domain.audit import record_change
from people.models import Role, User

NOTICE_ABOUT = "addresses:"
AN_HOUR, NOTICE_LIFETIME = timedelta(hours=1), timedelta(days=7)


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
    """Owe every other active administrator of the company one notice about all that begin to refuse this hour.

    It goes out when the hour is over, so that a whole domain that is gone makes one mail and not hundreds.
    """
    hour = hour_of(refused.since)
    others = User.objects.active().filter(company=person.company_id, role=Role.ADMIN).exclude(pk=person.pk)
    Delivery.objects.bulk_create(
        [
            Delivery(
                company_id=person.company_id,
                person=admin,
                kind=Delivery.Kind.NOTICE,
                period=f"{NOTICE_ABOUT}{hour.isoformat()}",
                due_at=hour + AN_HOUR,
                expires_at=hour + NOTICE_LIFETIME,
            )
            for admin in others.exclude(email=None)
        ],
        ignore_conflicts=True,
    )


def hour_of(moment):
    """The full hour before the moment, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def refusals_told_by(notices):
    """{delivery id: [(User, RefusedAddress), …] by name} of what still refuses. Two queries."""
    hours = {notice.pk: datetime.fromisoformat(notice.period.removeprefix(NOTICE_ABOUT)) for notice in notices}
    refused = RefusedAddress.objects.filter(since__gte=min(hours.values())).in_bulk()
    companies = {notice.company_id for notice in notices}
    people = list(User.objects.filter(company__in=companies, email__in=refused).by_name())
    return {
        notice.pk: [
            (person, refused[person.email])
            for person in people
            if person.company_id == notice.company_id and hour_of(refused[person.email].since) == hours[notice.pk]
        ]
        for notice in notices
    }


def lift_refusal(person):
    """Mail has arrived at the person's address."""
    RefusedAddress.objects.filter(address=person.email).delete()


@transaction.atomic
def mail_again(person, *, actor):
    """An administrator says that mail will arrive at the person's address. Doing it twice is doing it once."""
    refused = refusal_of(person)
    if refused:
        lift_refusal(person)
        record_change(person, actor=actor, action="person.mail_resumed", changes={"refused": (refused.reply, None)})
