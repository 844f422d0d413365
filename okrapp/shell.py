"""The frame around every page: navigation, cycle switcher, search and the signed-in person."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from goals.queries.cycles import selected_cycle
from goals.wording import short_date
from okrapp.setup.progress import continue_url


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    level: int = 0
    is_current: bool = False
    count: int = 0
    key: str = ""


def shell(request):
    """Give templates ``shell`` (None for strangers). Nothing is queried unless a template asks for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": None, "languages": settings.LANGUAGES}
    return {"shell": SimpleLazyObject(lambda: Shell(request)), "languages": settings.LANGUAGES}


class Shell:
    """Finished strings for the app layout."""

    def __init__(self, request):
        user = request.user
        cycle = selected_cycle(request)
        self.path = request.path
        self.user = user
        self.company_name = user.company.name
        self.due_count = len(request.week.due) if hasattr(request, "week") else 0  # elsewhere the bell brings it
        self.nav = list(self.nav_items())
        self.cycle = cycle and cycle_label(cycle, user.company.today())
        self.cycles = [cycle_option(each, cycle) for each in request.cycles]
        self.person = {
            "name": user.name,
            "initials": user.initials,
            "tone": user.tone,
            "url": user.get_absolute_url(),
        }
        self.can_administer = user.is_admin
        self.setup_url = self.setup_hint()
        self.shortcuts = user.shortcuts
        self.theme = user.theme

    def setup_hint(self):
        """Where an administrator goes on with an unfinished set-up, on home and the settings pages; else ""."""
        is_place = self.path == reverse("home") or self.path.startswith("/settings/")
        return continue_url(self.user.company) if is_place and self.user.is_admin else ""

    def nav_items(self):
        yield self.item(_("This week"), reverse("home"), count=self.due_count, key="due")
        yield self.item(_("Company"), reverse("company"))
        for department, depth in self.user.company.tree.walk():
            yield self.item(department.name, department.get_absolute_url(), level=depth + 1)
        yield self.item(_("KPI"), reverse("kpis"))
        yield self.item(_("Initiatives"), reverse("initiatives"))
        yield self.item(_("Timeline"), reverse("timeline"))

    def item(self, label, url, level=0, count=0, key=""):
        return NavItem(label, url, min(level, 3), is_current=url == self.path, count=count, key=key)


def cycle_label(cycle, today):
    week = cycle.week(today)
    return {
        "name": cycle.name,
        "dates": f"{short_date(cycle.starts_on)}–{short_date(cycle.ends_on)}",
        "week": week and _("week %(number)d") % {"number": week},
    }


def cycle_option(cycle, selected):
    return {
        "name": cycle.name,
        "stage": cycle.get_stage_display(),
        "url": reverse("cycle-select", args=[cycle.pk]),
        "is_current": cycle == selected,
    }
