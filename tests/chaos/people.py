"""A company whose people are owed one mail each, now."""

from datetime import timedelta

from django.utils import timezone

from notifications.messages import Mail, as_payload
from notifications.models import Delivery
from people.models import User
from tests.factories import CompanyFactory

ZONES = ["Asia/Tokyo", "Asia/Kolkata", "Europe/London", "America/New_York", "Pacific/Honolulu"]


def owe_mails(scenario):
    """Make the people and a mail to each; return the company."""
    company = CompanyFactory(name=f"Soak {scenario.name}")
    people = User.objects.bulk_create(
        User(company=company, email=address, family_name="Soak", password="!")
        for address in addresses(scenario, company)
    )
    now = timezone.now()
    payload = as_payload(Mail("件名", "本文\n" * 200, "okr@example.com", []))
    Delivery.objects.bulk_create(
        Delivery(
            company=company, person=each, kind=Delivery.Kind.ACCOUNT, period="soak", to=each.email,
            payload=payload, due_at=now, expires_at=now + timedelta(hours=1),
        )
        for each in people
    )  # fmt: skip
    return company


def addresses(scenario, company):
    """One address a person, the behaviours spread evenly among them."""
    wanted = []
    for behaviour, share in scenario.addresses.items():
        wanted += [behaviour] * round(share * scenario.mails)
    wanted += ["ok"] * (scenario.mails - len(wanted))
    return [f"{wanted[n * 7919 % len(wanted)]}.{n}@company{company.pk}.example" for n in range(scenario.mails)]
