"""The floor of the KPI pages: session, user, two SQL statements, shaping, one Jinja2 template."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import jinja2
from django.db import connection
from django.http import HttpResponse

KPIS = """
SELECT k.id, k.code, k.name, k.category, k.kind, k.unit, k.direction, k.target, p.family_name || ' ' || p.given_name
FROM kpis_kpi k JOIN people_user p ON p.id = k.owner_id
WHERE k.company_id = %s AND k.archived_at IS NULL ORDER BY k.category, k.name
"""
VALUES = """
SELECT m.kpi_id, m.value, coalesce(t.target, k.target)
FROM kpis_measurement m JOIN kpis_kpi k ON k.id = m.kpi_id
    LEFT JOIN kpis_target t ON t.kpi_id = m.kpi_id AND t.period = m.period
WHERE k.company_id = %s AND m.starts_on >= %s ORDER BY m.kpi_id, m.starts_on
"""
JINJA = jinja2.Environment(autoescape=True)
SCORECARD, BOWLER = (
    JINJA.from_string(Path(__file__).with_name(name).read_text()) for name in ("scorecard.html", "bowler.html")
)
NEARLY = Decimal("0.9")


def scorecard(request, company):
    rows, values = read(request, company)
    return HttpResponse(SCORECARD.render(rows=[scorecard_row(row, values[row[0]]) for row in rows]))


def bowler(request, company):
    rows, values = read(request, company)
    return HttpResponse(BOWLER.render(rows=[bowler_row(row, values[row[0]]) for row in rows]))


def read(request, company):
    """The KPIs, and {id: [(actual, target), …]} of the last 12 ended months."""
    assert request.user.is_authenticated  # noqa: S101
    today = date.today()
    with connection.cursor() as cursor:
        cursor.execute(KPIS, [company])
        rows = cursor.fetchall()
        cursor.execute(VALUES, [company, date(today.year - 1, today.month, 1)])
        values = defaultdict(list)
        for pk, actual, target in cursor.fetchall():
            values[pk].append((actual, target))
    return rows, values


def scorecard_row(row, values):
    pk, code, name, category, kind, unit, direction, _default, owner = row
    actual, target = values[-1]
    share = attainment(direction, actual, target)
    return {
        "id": str(pk),
        "url": f"/kpis/{code}/",
        "name": name,
        "about": f"{category} {kind}",
        "owner": owner,
        "points": points([float(value) for value, _target in values]),
        "actual": f"{actual:,.1f}{unit}",
        "target": f"{target:,.1f}{unit}",
        "difference": f"{target - actual:,.1f}{unit}",
        "attainment": f"{share * 100:.1f}%",
        "state": state(share),
    }


def bowler_row(row, values):
    _pk, code, name, category, kind, unit, direction, _default, owner = row
    return {
        "url": f"/kpis/{code}/",
        "name": name,
        "about": f"{category} {kind} {owner}",
        "targets": [f"{target:,.1f}{unit}" for _actual, target in values],
        "actuals": [
            (f"{actual:,.1f}{unit}", state(attainment(direction, actual, target))) for actual, target in values
        ],
    }


def attainment(direction, actual, target):
    better_by = actual - target if direction == "higher" else target - actual
    return 1 + better_by / abs(target)


def state(share):
    return "good" if share >= 1 else "warn" if share >= NEARLY else "bad"


def points(values):
    """A line of 60 by 16 through the values."""
    low = min(values)
    span, steps = (max(values) - low) or 1, max(1, len(values) - 1)
    return " ".join(f"{at * 60 // steps},{16 - (value - low) * 16 / span:.0f}" for at, value in enumerate(values))
