"""Setting up a company."""

from django.db import transaction

from people import fiscal_years
from people.domain.audit import differences, record_change, record_differences, snapshot
from people.domain.locks import lock_company
from people.due_weekdays import keep_weekday
from people.models import Company
from people.models.company import Holidays

FIELDS = [
    "name",
    "language",
    "time_zone",
    "fiscal_year_start_month",
    "cadence",
    "due_weekday",
    "due_hour",
    "holidays",
]


def usual_holidays(language):
    """The public holidays a company of that language begins with."""
    return Holidays.JAPAN if language == "ja" else Holidays.NONE


@transaction.atomic
def create_company(*, name, actor=None, **fields):
    """Create a company; ``fields`` are fields of Company."""
    company = Company.objects.create(name=name, **fields)
    record_change(company, actor=actor, action="company.created", changes=differences({}, snapshot(company, FIELDS)))
    return company


def note_restored(made_at):
    """Say in the log of every company that all it holds comes from a backup of that moment."""
    for company in Company.objects.all():
        record_change(company, actor=None, action="company.restored", changes={"made_at": (None, made_at)})


@transaction.atomic
def change_company(company, *, actor, **fields):
    """Change the set-up of a company (FIELDS); return the changed company.

    Raises PeopleError where the fiscal year would begin in another month while figures bear its dates.
    """
    locked = lock_company(company.pk)
    before = snapshot(locked, FIELDS)
    for name, value in fields.items():
        setattr(locked, name, value)
    if locked.fiscal_year_start_month != before["fiscal_year_start_month"]:
        for check in fiscal_years.checks:
            check(locked)
    if locked.due_weekday != before["due_weekday"] and not locked.setup_step:
        keep_weekday(locked, before["due_weekday"], locked.today())
    locked.save()
    record_differences(locked, before, snapshot(locked, FIELDS), actor=actor, action="company.changed")
    return locked
