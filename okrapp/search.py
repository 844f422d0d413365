from django.db.models import F
from django.views.decorators.http import require_safe

from common.htmx import render_page
from common.text import search_key
from goals.access import share_company
from goals.models import KeyResult, Objective
from kpis.models import Kpi
from people.access import member_required
from people.models import User

MOST_RESULTS = 20
LONGEST_QUERY = 100
REGION = "search-results"


@require_safe
@member_required
def search(request):
    """Find objectives, key results, KPIs, people and departments by any part of a word."""
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    words = search_key(typed).split()
    context = {"search_query": typed, "region": REGION} | (results(request.user, words) if words else {})
    return render_page(request, "dashboard/search.html", context, fragments={REGION: "dashboard/_results.html"})


def results(user, words):
    found = {
        "objectives": find(
            Objective.objects.visible_to(user).select_related("owner", "cycle", "department"), words
        ).order_by("state", "-cycle__starts_on", "pk"),
        "key_results": find(KeyResult.objects.visible_to(user).select_related("owner", "objective"), words).order_by(
            "-objective__cycle__starts_on", "pk"
        ),
        "kpis": find(Kpi.objects.visible_to(user).select_related("owner", "department"), words).order_by(
            F("archived_at").asc(nulls_first=True), "name"
        ),
        "people": find(User.objects.colleagues_of(user).select_related("department"), words).order_by(
            "-is_active", "sort_key", "pk"
        ),
    }
    found = {kind: list(queryset[:MOST_RESULTS]) for kind, queryset in found.items()}
    for objective in found["objectives"]:
        share_company(user, objective)
    found["departments"] = departments(user.company.tree, words)
    return found | {"count": sum(map(len, found.values())), "most": MOST_RESULTS}


def find(queryset, words):
    for word in words:
        queryset = queryset.filter(search_text__contains=word)
    return queryset


def departments(tree, words):
    matches = (each for each, _depth in tree.walk() if all(word in each.search_text for word in words))
    return list(matches)[:MOST_RESULTS]
