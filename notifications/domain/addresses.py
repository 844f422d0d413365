"""Addresses whose server says that there is no such mailbox."""

from notifications.models import RefusedAddress


def refused_among(deliveries):
    """Those of the readers' addresses that refuse mail."""
    addresses = [each.person.email for each in deliveries if each.person_id]
    return set(RefusedAddress.objects.filter(address__in=addresses).values_list("address", flat=True))


def refuse_address(address, reply, *, company):
    """Send nothing more to the address but the account mail its owner asks for."""
    RefusedAddress.objects.get_or_create(address=address.lower(), defaults={"reply": reply[:250]})


def lift_refusal(address):
    """Mail has arrived there, or an administrator says that it will."""
    RefusedAddress.objects.filter(address=address.lower()).delete()
