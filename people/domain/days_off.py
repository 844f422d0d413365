"""The company's own days off: around New Year, Obon, its founding day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.domain.audit import differences, record_change, snapshot
from people.domain.errors import PeopleError
from people.domain.locks import lock_company
from people.models import DayOff

FIELDS = ["name", "starts_on", "ends_on"]
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
LONGEST = timedelta(days=61)


@transaction.atomic
def add_day_off(company, *, actor, name, starts_on, ends_on):
    """Enter days off, both ends included; return the DayOff.

    Raises PeopleError where they are reversed, out of bounds, too long or already off.
    """
    check_days(starts_on, ends_on)
    lock_company(company.pk)
    taken = DayOff.objects.filter(company=company, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if taken:
        raise PeopleError(_("Days among these are off already: %(name)s.") % {"name": taken.name}, "starts_on")
    day_off = DayOff.objects.create(company=company, name=name, starts_on=starts_on, ends_on=ends_on)
    changes = differences({}, snapshot(day_off, FIELDS))
    record_change(day_off, actor=actor, action="day_off.added", changes=changes)
    return day_off


def check_days(starts_on, ends_on):
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise PeopleError(_("The year has to lie between 2000 and 2099."), name)
    if ends_on < starts_on:
        raise PeopleError(_("The last day lies before the first."), "ends_on")
    if ends_on - starts_on > LONGEST:
        raise PeopleError(_("Days off in one piece last two months at most."), "ends_on")


@transaction.atomic
def remove_day_off(day_off, *, actor):
    """Make them ordinary days again."""
    changes = {name: (value, None) for name, value in snapshot(day_off, FIELDS).items()}
    record_change(day_off, actor=actor, action="day_off.removed", changes=changes)
    day_off.delete()
