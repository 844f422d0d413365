"""The floor page and /auth/: session, user, two SQL statements, shaping, one Jinja2 template."""

from collections import defaultdict

import jinja2
from django.db import connection
from django.http import HttpResponse
from django.urls import path

OBJECTIVES = """
SELECT o.id, o.title, p.family_name || ' ' || p.given_name, o.progress
FROM goals_objective o JOIN people_user p ON p.id = o.owner_id
WHERE o.department_id = %s AND o.cycle_id = %s AND o.level = 'department' AND o.state = 'active' ORDER BY o.id
"""
KEY_RESULTS = """
SELECT k.id, k.objective_id, k.title, p.family_name || ' ' || p.given_name, k.current, k.target, k.unit, k.progress,
    k.status, k.last_note, k.last_check_in_at, k.trend::text
FROM goals_keyresult k JOIN goals_objective o ON o.id = k.objective_id JOIN people_user p ON p.id = k.owner_id
WHERE o.department_id = %s AND o.cycle_id = %s AND o.level = 'department' AND o.state = 'active'
ORDER BY k.objective_id, k.id
"""
PAGE = jinja2.Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Floor</title><link rel="stylesheet" href="/floor.css"></head><body>
{% for o in objectives %}<section><h2>{{ o.title }} {{ o.owner }} <progress max="100" value="{{ o.pct }}"></progress>\
</h2><table>{% for kr in o.rows %}<tr id="kr-{{ kr.id }}" class="{{ kr.status }}"><td><a href="{{ kr.url }}">\
{{ kr.title }}</a><td>{{ kr.owner }}<td>{{ kr.current }} / {{ kr.target }} {{ kr.unit }}<td><progress max="100" \
value="{{ kr.pct }}">{{ kr.pct }}%</progress>
<td>{% if kr.status == 'on_track' %}<b class="ok">On track</b>{% elif kr.status == 'at_risk' %}<b class="warn">At risk\
</b>{% else %}<b class="bad">Off track</b>{% endif %}<td><svg viewBox="0 0 60 16"><polyline points="{{ kr.points }}"/>\
</svg><td><time datetime="{{ kr.iso }}">{{ kr.day }}</time> {{ kr.note }}<td><button hx-post="{{ kr.check_in_url }}" \
hx-target="#kr-{{ kr.id }}">Check in</button>{% endfor %}</table></section>{% endfor %}</body></html>""")
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


def shape_row(pk, _objective, title, owner, current, target, unit, progress, status, note, at, trend):
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
    path("auth/", auth),
    path("floor.css", style),
]
