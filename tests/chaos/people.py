"""A company whose people are owed this week's digest or a reminder, now."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from goals.models import KeyResult, Objective
from notifications.domain.switch import change_switch
from notifications.models import MailPreference
from people.models import User
from tests.chaos.scenarios import REMINDED_EVERY
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    UserFactory,
)

ZONES = ["Asia/Tokyo", "Asia/Kolkata", "Europe/London", "America/New_York", "Pacific/Honolulu"]


def assemble(scenario):
    """Make the company and its people, each owed one mail, with a key result that is overdue; return the company.

    It is day where they live. Most get this week's digest, due since Monday, and it carries the reminder; the others
    get theirs tomorrow, or, on a Sunday, none, and are reminded today. The administrator wants no mail.
    """
    zone = ZoneInfo(next(name for name in ZONES if 9 <= timezone.localtime(timezone=ZoneInfo(name)).hour < 16))
    change_switch(reminders_until=None)
    company = CompanyFactory(name=f"Soak {scenario.name}", time_zone=zone.key)
    joined = {"company": company, "time_zone": zone.key, "joined_at": beginning_of_week(zone)}
    admin = AdminFactory(email=f"admin@company{company.pk}.example", **joined)
    departments = due_two_and_five_days_ago(company)
    people = User.objects.bulk_create(
        UserFactory.build(email=address, department=departments[number % 2], **joined)
        for number, address in enumerate(addresses(scenario, company))
    )
    tomorrow = (company.today().weekday() + 1) % 7
    MailPreference.objects.bulk_create(
        [
            MailPreference(person=admin, digest=False, reminders=False),
            *(MailPreference(person=each, weekday=tomorrow, digest=tomorrow > 0) for each in reminded(people)),
        ]
    )
    give_work(company, people)
    return company


def due_two_and_five_days_ago(company):
    """Departments whose people are on the first and on the second step of the ladder."""
    today = company.today()
    weekdays = [(today - timedelta(days=days)).weekday() for days in (2, 5)]
    return [DepartmentFactory(company=company, due_weekday=weekday) for weekday in weekdays]


def reminded(people):
    """Those who are owed a reminder today and no digest."""
    return [each for each in people if is_reminded(each.email)]


def is_reminded(address):
    return ".reminder" in address


def is_without_mailbox(address):
    return "550." in address


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
    """One address a person, the behaviours spread among them, and the reminders among the behaviours."""
    wanted = [
        behaviour for behaviour, share in scenario.addresses.items() for _ in range(round(share * scenario.mails))
    ]
    wanted += ["ok"] * (scenario.mails - len(wanted))
    kinds = ["digest" if number % REMINDED_EVERY else "reminder" for number in range(len(wanted))]
    return [
        f"{behaviour}.{kind}{number}@company{company.pk}.example"
        for number, (behaviour, kind) in enumerate(zip(wanted, kinds, strict=True))
    ]
