"""A company of the size asked for, with a few departments and one person whose pages are alike at every size."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.inside.seed_kpis import write_kpis
from goals.models import Cycle, KeyResult, Objective
from okrapp.generator import Plan, generate
from okrapp.preparation import prepare
from people.models import Department

PAGE_SIZES = (10, 40, 400)
OWN_OBJECTIVES, OWN_KEY_RESULTS = 3, 7


def this_monday():
    """History ends with last week: on any day of this one the same check-ins are due."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def run(sizes):
    prepare()
    company = generate(Plan(day=this_monday(), **sizes))
    places = leaf_departments(company)
    shape_departments(company, places)
    shape_viewer(company, places[PAGE_SIZES.index(40)].manager)
    write_kpis(company, company.today())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return company.pk


def leaf_departments(company):
    """One department for each of PAGE_SIZES: the last that have none below them and check in every week."""
    leaves = Department.objects.filter(company=company, children=None, cadence="").order_by("-pk")
    return list(leaves.exclude(manager=None)[: len(PAGE_SIZES)])


def running(company):
    """The half-year's objectives."""
    return Objective.objects.filter(company=company, cycle__stage=Cycle.Stage.RUNNING, cycle__kind=Cycle.Kind.HALF)


def shape_departments(company, places):
    """Give each department exactly its number of objectives of the running cycle.

    Where a company is too small for that, they get less, but none of them nothing.
    """
    own = running(company).filter(level=Objective.Level.DEPARTMENT)
    shown = own.published().exclude(visibility=Objective.Visibility.RESTRICTED)
    pool = list(shown.order_by("pk").values_list("pk", flat=True))
    elsewhere = company.departments.exclude(pk__in=[place.pk for place in places]).first()
    own.filter(department__in=places).update(department=elsewhere)
    for number, (place, size) in enumerate(zip(places, PAGE_SIZES, strict=True)):
        count = min(size, len(pool) // (len(places) - number))
        some, pool = pool[:count], pool[count:]
        Objective.objects.filter(pk__in=some).update(department=place)


def shape_viewer(company, viewer):
    """Let the person own a fixed number of objectives and key results of the running cycles, and no others."""
    somebody = company.users.active().exclude(pk=viewer.pk).order_by("pk")[1]
    Objective.objects.filter(company=company, owner=viewer).update(owner=somebody)
    KeyResult.objects.filter(company=company, owner=viewer).update(owner=somebody)
    objectives = running(company).published().exclude(visibility=Objective.Visibility.RESTRICTED).order_by("-pk")
    Objective.objects.filter(pk__in=objectives.values("pk")[:OWN_OBJECTIVES]).update(owner=viewer)
    key_results = KeyResult.objects.filter(objective__in=objectives, kind=KeyResult.Kind.REACH).order_by("-pk")
    own = key_results.filter(status="on_track").values("pk")[:OWN_KEY_RESULTS]
    KeyResult.objects.filter(pk__in=own).update(owner=viewer)
