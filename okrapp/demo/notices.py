"""What the people of the demo company find in their notification centre."""

from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Subquery

from kpis.domain.alerts import announce
from kpis.models import Kpi, MeasurementEntry
from notifications.domain.watches import set_watch
from notifications.models import Activity, HelpRequest, Notification

RECENT = timedelta(days=14)


def write_notices(staff, day):
    """Tell of the help asked for and of how the KPIs stand on the morning of ``day``, as of when it happened."""
    since = datetime.combine(day, time(), tzinfo=staff.company.zone) - RECENT
    asked = HelpRequest.objects.filter(company=staff.company, created_at__gte=since).order_by("created_at", "pk")
    activities = Activity.objects.bulk_create(help_activity(each) for each in asked)
    Notification.objects.bulk_create(
        Notification(activity=activity, person_id=each.helper_id)
        for activity, each in zip(activities, asked, strict=True)
    )
    tell_of_kpis(staff, day)


def help_activity(request):
    return Activity(
        company_id=request.company_id,
        kind=Activity.Kind.HELP_ASKED,
        actor_id=request.asked_by_id,
        content_type_id=request.content_type_id,
        object_id=request.object_id,
        created_at=request.created_at,
    )


def tell_of_kpis(staff, day):
    """Each of those whose sign-in the demo shows off watches the KPIs of the company and of their own department."""
    company = staff.company
    kpis = list(Kpi.objects.filter(company=company).order_by("pk"))
    for kpi in kpis:
        kpi.company = company
    for person in {staff.people[key] for key in staff.logins.values()}:
        for kpi in kpis:
            if kpi.department_id in {None, person.department_id}:
                set_watch(kpi, person, is_watched=True)
    announce(kpis, day, actor=None)
    alerts = Activity.objects.filter(company=company, kind=Activity.Kind.KPI_ALERT)
    latest = MeasurementEntry.objects.filter(measurement__kpi=OuterRef("object_id")).order_by("-created_at")
    alerts.update(created_at=Subquery(latest.values("created_at")[:1]))
