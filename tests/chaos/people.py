"""A company whose people are owed this week's digest, now."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from goals.models import KeyResult, Objective
from notifications.models import MailPreference
from people.models import User
from tests.factories import (
    CompanyFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    UserFactory,
)

ZONES = ["Asia/Tokyo", "Asia/Kolkata", "Europe/London", "America/New_York", "Pacific/Honolulu"]


def assemble(scenario):
    """Make the company and its people, each with a key result to check in; return the company.

    The digest of whoever lives where it is day now, and never chose another time, has been due since Monday. It is
    all the mail they want.
    """
    zone = next(name for name in ZONES if 9 <= timezone.localtime(timezone=ZoneInfo(name)).hour < 16)
    company = CompanyFactory(name=f"Soak {scenario.name}", time_zone=zone)
    department = DepartmentFactory(company=company)
    joined = {"time_zone": zone, "department": department, "joined_at": beginning_of_week(ZoneInfo(zone))}
    people = User.objects.bulk_create(
        UserFactory.build(company=company, email=address, **joined) for address in addresses(scenario, company)
    )
    MailPreference.objects.bulk_create(MailPreference(person=each, reminders=False) for each in people)
    give_work(company, people)
    return company


def beginning_of_week(zone):
    today = timezone.localdate(timezone=zone)
    return datetime.combine(today - timedelta(days=today.weekday()), time(0), tzinfo=zone)


def give_work(company, people):
    today = timezone.localdate()
    cycle = CycleFactory(company=company, starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=40))
    objectives = Objective.objects.bulk_create(
        IndividualObjectiveFactory.build(owner=each, company=company, cycle=cycle) for each in people
    )
    KeyResult.objects.bulk_create(KeyResultFactory.build(objective=each) for each in objectives)


def addresses(scenario, company):
    """One address a person, the behaviours spread among them."""
    wanted = [
        behaviour for behaviour, share in scenario.addresses.items() for _ in range(round(share * scenario.mails))
    ]
    wanted += ["ok"] * (scenario.mails - len(wanted))
    return [f"{behaviour}.{number}@company{company.pk}.example" for number, behaviour in enumerate(wanted)]
