"""Where to look and as whom: the pages to be measured, and sessions of the people who do it."""

from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import F
from django.urls import reverse

from bench.inside.seed import PAGE_SIZES, leaf_departments, running
from goals.models import KeyResult, Objective
from people.models import Company

AUTHORS = 40
WORDS = "売上"


def run():
    company = Company.objects.latest("pk")
    small, page, large = leaf_departments(company)
    viewer = page.manager
    objective = shown_objective(page)
    return {
        "company": company.pk,
        "viewer": viewer.pk,
        "session": session_of(viewer),
        "cycle": objective.cycle_id,
        "department": page.pk,
        "pages": {
            "department": page.get_absolute_url(),
            "company": reverse("company"),
            "home": reverse("home"),
            "objective": objective.get_absolute_url(),
            "key result": objective.key_results.filter(kind=KeyResult.Kind.REACH).first().get_absolute_url(),
            "person": viewer.get_absolute_url(),
            "profile": reverse("profile"),
            "scorecard": reverse("kpis"),
            "bowler": reverse("kpi-bowler"),
            "search": f"{reverse('search')}?{urlencode({'q': WORDS})}",
        },
        "departments": {
            size: place.get_absolute_url() for size, place in zip(PAGE_SIZES, (small, page, large), strict=True)
        },
        "key_results": key_results_of(company, viewer),
    }


def shown_objective(department):
    """One that has a key result of the usual kind and, where there is such a one, is aligned to another."""
    objectives = Objective.objects.filter(department=department, cycle__stage="running")
    usual = objectives.filter(key_results__kind=KeyResult.Kind.REACH)
    return usual.order_by(F("parent").asc(nulls_last=True), "pk")[0]


def key_results_of(company, viewer):
    """Key results that take check-ins, objective by objective: what is sent for each, and as whom.

    ``feeds``: the objective counts in the progress of another.
    """
    open_ones = (
        KeyResult.objects.filter(objective__in=running(company).published(), status__in=["on_track", "at_risk"])
        .filter(kind=KeyResult.Kind.REACH, owner__is_active=True)
        .exclude(owner=viewer)
        .exclude(owner__role="viewer")
        .select_related("owner", "objective")
        .order_by("objective_id", "pk")
    )
    owners = {key_result.owner_id: key_result.owner for key_result in open_ones}
    sessions = {pk: session_of(owner) for pk, owner in list(owners.items())[:AUTHORS]}
    return [place_of(each, sessions[each.owner_id]) for each in open_ones if each.owner_id in sessions]


def place_of(key_result, session):
    return {
        "id": key_result.pk,
        "objective": key_result.objective_id,
        "feeds": key_result.objective.feeds_parent,
        "seen": key_result.last_seq,
        "owner": key_result.owner_id,
        "session": session,
    }


def session_of(person):
    """The key of a session in which the person is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
