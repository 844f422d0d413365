"""An actual recorded while its period was under way becomes news at the midnight on which the period ends."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kpis.domain.alerts import announce
from kpis.models import Kpi
from notifications.domain.each_company import could_tell_all
from notifications.domain.switch import looked_until, mail_switch, note_alerts
from people.domain.locks import lock_company
from people.models import Company

ONE_DAY = timedelta(days=1)


def tell_of_ended(now):
    """Tell of KPIs that have an actual of a period which ended since this ran last, at most a day ago.

    Three statements while it is midnight nowhere. Safe to run any number of times: nothing is told twice.
    A company that cannot be told is tried again with the next run, and no other waits for it.
    """
    since = looked_until(mail_switch().alerts_until, now)
    zones = Company.objects.order_by().values_list("time_zone", flat=True).distinct()
    begun = [zone for zone in zones if day_in(zone, since) != day_in(zone, now)]
    companies = Company.objects.filter(time_zone__in=begun) if begun else ()
    if could_tell_all(tell_of_company, [(each.pk, day_in(each.time_zone, now)) for each in companies]):
        note_alerts(now)


def day_in(zone, moment):
    return moment.astimezone(ZoneInfo(zone)).date()


@transaction.atomic
def tell_of_company(pk, today):
    """Tell of those of one company of which an actual's period ended on the day before ``today``, its date there."""
    company = lock_company(pk)
    ended = Kpi.objects.active().filter(company=company, measurements__ends_on=today - ONE_DAY)
    kpis = list(ended.distinct().order_by("pk"))
    for kpi in kpis:
        kpi.company = company
    announce(kpis, today, actor=None)
