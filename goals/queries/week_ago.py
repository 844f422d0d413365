"""Where things stood a week ago: the latest point on or before that day, as a column of a query."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Case, DateField, OuterRef, Subquery, Value, When

from goals.models import ProgressPoint

WEEK = timedelta(days=7)


def week_ago(subject, column, days):
    """A column of the ``objective`` or ``key_result`` a week before today; ``days`` maps company ids to today."""
    points = ProgressPoint.objects.filter(on__lte=last_day(days), **{subject: OuterRef("pk")}).order_by("-on")
    return Subquery(points.values(column)[:1])


def last_day(days):
    """The day a week ago, where it differs by company as an expression."""
    # Never a condition on the company itself: the database might take its index, and read all points for each row.
    companies = defaultdict(list)
    for company_id, day in days.items():
        companies[day - WEEK].append(company_id)
    if len(companies) == 1:
        return next(iter(companies))
    cases = (When(company__in=ids, then=Value(day)) for day, ids in companies.items())
    return Case(*cases, output_field=DateField())
