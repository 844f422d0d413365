"""Where things stood a week ago: the latest point on or before that day, as a column of a query."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery

from goals.models import ProgressPoint

WEEK = timedelta(days=7)


def week_ago(subject, column, days):
    """A column of the ``objective`` or ``key_result`` a week before today; ``days`` maps company ids to today."""
    points = ProgressPoint.objects.filter(up_to(days), **{subject: OuterRef("pk")}).order_by("-on")
    return Subquery(points.values(column)[:1])


def up_to(days):
    """Points of each company up to a week before its day; companies with the same day share one condition."""
    companies = defaultdict(list)
    for company_id, day in days.items():
        companies[day].append(company_id)
    condition = Q()
    for day, ids in companies.items():
        condition |= Q(company__in=ids, on__lte=day - WEEK)
    return condition
