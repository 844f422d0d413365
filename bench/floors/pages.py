"""The floor page and /auth/: session, user, two SQL statements, shaping, one Jinja2 template."""

from collections import defaultdict
from pathlib import Path

import jinja2
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from bench.floors import kpis

OBJECTIVES = """
SELECT o.id, o.title, p.family_name || ' ' || p.given_name, o.progress
FROM goals_objective o JOIN people_user p ON p.id = o.owner_id
WHERE o.department_id = %s AND o.cycle_id = %s AND o.level = 'department' AND o.state = 'active' ORDER BY o.id
"""
KEY_RESULTS = """
SELECT k.id, k.objective_id, k.title, p.family_name || ' ' || p.given_name, k.current, k.target, k.unit, k.progress,
    k.status, k.weight, k.last_note, k.last_check_in_at, k.trend::text
FROM goals_keyresult k JOIN goals_objective o ON o.id = k.objective_id JOIN people_user p ON p.id = k.owner_id
WHERE o.department_id = %s AND o.cycle_id = %s AND o.level = 'department' AND o.state = 'active'
ORDER BY k.objective_id, k.id
"""
PAGE = jinja2.Environment(autoescape=True).from_string(Path(__file__).with_name("page.html").read_text())
STYLE = "body{font:16px/1.5 sans-serif;margin:2rem}table{width:100%;border-collapse:collapse}td{padding:.4rem}"


def floor(request, department, cycle):
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with connection.cursor() as cursor:
        cursor.execute(OBJECTIVES, [department, cycle])
        objectives = cursor.fetchall()
        cursor.execute(KEY_RESULTS, [department, cycle])
        key_results = cursor.fetchall()
    return HttpResponse(PAGE.render(objectives=shape(objectives, key_results)))


def shape(objectives, key_results):
    rows = defaultdict(list)
    for key_result in key_results:
        rows[key_result[1]].append(shape_row(*key_result))
    return [
        {"title": title, "owner": owner, "pct": percent(progress), "rows": rows[pk]}
        for pk, title, owner, progress in objectives
    ]


def shape_row(pk, _objective, title, owner, current, target, unit, progress, status, weight, note, at, trend):
    return {
        "id": str(pk),
        "url": f"/key-results/{pk}/",
        "check_in_url": f"/key-results/{pk}/check-in/",
        "title": title,
        "owner": owner,
        "current": number(current),
        "target": number(target),
        "unit": unit,
        "pct": percent(progress),
        "status": status,
        "weight": str(weight),
        "points": points([float(value) for value in trend.strip("[]").split(",") if value]),
        "iso": at.isoformat() if at else "",
        "day": at.strftime("%d %b") if at else "",
        "note": note[:60],
    }


def number(value):
    return "" if value is None else f"{value:.1f}"


def percent(share):
    return "" if share is None else str(int(share * 100))


def points(values):
    """A line of 60 by 16 through the values."""
    if not values:
        return ""
    low = min(values)
    span, steps = (max(values) - low) or 1, max(1, len(values) - 1)
    return " ".join(f"{at * 60 // steps},{16 - (value - low) * 16 / span:.0f}" for at, value in enumerate(values))


def auth(request):
    return HttpResponse(f"{request.user.is_authenticated} {request.user.pk}")


def style(request):
    return HttpResponse(STYLE, content_type="text/css")


urlpatterns = [
    path("floor/<int:department>/<int:cycle>/", floor),
    path("floor/scorecard/<int:company>/", kpis.scorecard),
    path("floor/bowler/<int:company>/", kpis.bowler),
    path("auth/", auth),
    path("floor.css", style),
]
