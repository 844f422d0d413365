"""What the people of the demo company find in their notification centre."""

from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Subquery

from goals.domain.pausing import tell_of_pause
from goals.models import KeyResult
from kpis.domain.alerts import announce
from kpis.models import Kpi, MeasurementEntry
from notifications.domain.mornings import ONE_DAY, mornings_between
from notifications.domain.watches import set_watch
from notifications.models import Activity, HelpRequest, Notification
from okrapp.demo.story import MORNING
from okrapp.notices import tell_company

RECENT = timedelta(days=14)
PAUSED_AT = time(8, 20)


def write_notices(staff, day):
    """Tell of the help asked for and of how the KPIs stand on the morning of ``day``, as of when it happened."""
    since = datetime.combine(day, time(), tzinfo=staff.company.zone) - RECENT
    kpis = kpis_by_news(staff.company)
    watch(staff, kpis)
    announce([kpi for kpi in kpis if kpi.recorded_at < since], day, actor=None)
    tell_of_help(staff.company, since)
    tell_of_pauses(staff.company)
    announce([kpi for kpi in kpis if kpi.recorded_at >= since], day, actor=None)
    for kpi in kpis:
        kpi.alerts.update(created_at=kpi.recorded_at)
    tell_of_day(staff.company, datetime.combine(day, MORNING, tzinfo=staff.company.zone))


def kpis_by_news(company):
    """The company's KPIs that have an actual, with ``recorded_at``, when the last was recorded, and in that order."""
    latest = MeasurementEntry.objects.filter(measurement__kpi=OuterRef("pk")).order_by("-created_at")
    found = Kpi.objects.filter(company=company).annotate(recorded_at=Subquery(latest.values("created_at")[:1]))
    kpis = list(found.exclude(recorded_at=None).order_by("recorded_at", "pk"))
    for kpi in kpis:
        kpi.company = company
    return kpis


def watch(staff, kpis):
    """Each of those whose sign-in the demo shows off watches the KPIs of the company and of their own department."""
    for key in staff.logins.values():
        person = staff.people[key]
        for kpi in kpis:
            if kpi.department_id in {None, person.department_id}:
                set_watch(kpi, person, is_watched=True)


def tell_of_help(company, since):
    asked = HelpRequest.objects.filter(company=company, created_at__gte=since).order_by("created_at", "pk")
    activities = Activity.objects.bulk_create(help_activity(each) for each in asked)
    Notification.objects.bulk_create(
        Notification(activity=activity, person_id=each.helper_id)
        for activity, each in zip(activities, asked, strict=True)
    )


def tell_of_pauses(company):
    for key_result in KeyResult.objects.filter(company=company).exclude(paused_on=None).select_related("objective"):
        key_result.company = key_result.objective.company = company
        tell_of_pause(key_result, actor=key_result.owner)
        at = datetime.combine(key_result.paused_on, PAUSED_AT, tzinfo=company.zone)
        Activity.objects.filter(kind=Activity.Kind.PAUSED, object_id=key_result.pk).update(created_at=at)


def tell_of_day(company, now):
    """Tell everybody what the day asks of them, as if they had been told at ``now``."""
    known = list(Activity.objects.values_list("pk", flat=True))
    for pk, mornings in mornings_between(now - ONE_DAY, now).items():
        tell_company(pk, mornings)
    Activity.objects.filter(company=company).exclude(pk__in=known).update(created_at=now)


def put_in_order(company):
    """Number the notifications anew by when it happened: the centre shows the highest number first."""
    notifications = Notification.objects.filter(person__company=company)
    rows = list(notifications.order_by("activity__created_at", "pk"))
    notifications.delete()
    for row in rows:
        row.pk = None
    Notification.objects.bulk_create(rows)


def help_activity(request):
    return Activity(
        company_id=request.company_id,
        kind=Activity.Kind.HELP_ASKED,
        actor_id=request.asked_by_id,
        content_type_id=request.content_type_id,
        object_id=request.object_id,
        created_at=request.created_at,
    )
