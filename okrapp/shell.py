"""The frame around every page: navigation, cycle switcher, search and the signed-in person."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from goals.queries.cycles import selected_cycle
from goals.queries.due import due_key_results


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    level: int = 0
    is_current: bool = False
    count: int = 0


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
        self.path = request.path
        self.user = user
        self.company_name = user.company.name
        self.due_count = len(due_key_results(user, timezone.now()))
        self.nav = list(self.nav_items())
        self.cycle = cycle_label(selected_cycle(request), user.company.today())
        self.cycles = [cycle_option(cycle, self.cycle) for cycle in request.cycles]
        self.can_administer = user.is_admin
        self.search_url = reverse("search")
        self.shortcuts = user.shortcuts
        self.theme = user.theme

    def nav_items(self):
        yield self.item(_("This week"), reverse("home"), count=self.due_count)
        yield self.item(_("Company"), reverse("company"))
        for department, depth in self.user.company.tree.walk():
            yield self.item(department.name, department.get_absolute_url(), level=depth + 1)

    def item(self, label, url, level=0, count=0):
        return NavItem(label, url, min(level, 3), is_current=url == self.path, count=count)


def cycle_label(cycle, today):
    if cycle is None:
        return None
    return {"pk": cycle.pk, "name": cycle.name, "cycle": cycle, "week": cycle.week(today)}


def cycle_option(cycle, selected):
    return {
        "name": cycle.name,
        "url": reverse("cycle-select", args=[cycle.pk]),
        "is_current": selected is not None and cycle.pk == selected["pk"],
    }
