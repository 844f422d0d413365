"""Leading against lagging KPIs: of the company, its categories and departments, its KGIs and its key results."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common.svg import meter
from common.templatetags.components import state
from goals.models import Cycle, KeyResult
from kpis import rules
from kpis.models import KeyResultLink, Kpi

LEADING, LAGGING = Kpi.Kind.LEADING, Kpi.Kind.LAGGING
VITAL_FEW = 7  # what one place can keep in view


@dataclass(frozen=True)
class Line:
    """How many KPIs of each kind there are, as two bars from the middle, and what to do where one side is bare.

    ``state`` is drawn, and like ``add_url`` only there where nothing is leading.
    """

    name: str
    leading: int
    lagging: int
    leading_bar: str
    lagging_bar: str
    state: str
    hint: str
    add_url: str


@dataclass(frozen=True)
class Finding:
    """Something that only lagging KPIs accompany, with where to mend it; ``add_url`` may be empty."""

    name: str
    about: str
    url: str
    add_url: str = ""


@dataclass(frozen=True)
class Balance:
    categories: list
    places: list
    without: list
    kgis: list
    key_results: list


def balance_of(viewer, kpis):
    """Return the Balance of the KPIs that the viewer may read, in two queries besides them."""
    counts = Counter((kpi.department_id, kpi.kind) for kpi in kpis)
    departments = [department for department, _depth in viewer.company.tree.walk()]
    return Balance(
        categories=category_lines(viewer, kpis),
        places=place_lines(viewer, departments, counts),
        without=[each.name for each in departments if not has_any(counts, each.pk)],
        kgis=[kgi_finding(viewer, kgi) for kgi in kgis_without_leading(kpis)],
        key_results=key_results_with_lagging_only(viewer, kpis),
    )


# Lines


def category_lines(viewer, kpis):
    counts = Counter((kpi.category, kpi.kind) for kpi in kpis)
    counts += Counter(("", kpi.kind) for kpi in kpis)
    can_add = rules.create_kpi(viewer)
    named = [("", _("All categories")), *Kpi.Category.choices]
    return lines(named, counts, lambda key: new_url(category=key) if can_add else "")


def place_lines(viewer, departments, counts):
    """The company's own KPIs and those of each department that has some; what hangs below it stands for itself."""
    places = [(None, _("Company")), *((each.pk, each.name) for each in departments)]
    named = [(pk, name) for pk, name in places if has_any(counts, pk)]

    def add_url(pk):
        return new_url(department=pk or "") if rules.run_department(viewer, pk) else ""

    return lines(named, counts, add_url, few=VITAL_FEW)


def has_any(counts, key):
    return any(counts[key, kind] for kind in Kpi.Kind)


def lines(named, counts, add_url, *, few=None):
    """``named`` are (key, name); ``add_url`` gives a key's address to add a leading KPI, or "".

    More than ``few`` KPIs in one line are too many.
    """
    most = max((counts[key, kind] for key, _name in named for kind in Kpi.Kind), default=0)
    return [line(name, counts[key, LEADING], counts[key, LAGGING], most, add_url(key), few) for key, name in named]


def line(name, leading, lagging, most, add_url, few):
    is_bare = lagging and not leading
    return Line(
        name=name,
        leading=leading,
        lagging=lagging,
        leading_bar=meter(share(leading, most)),
        lagging_bar=meter(share(lagging, most), tone="none"),
        state=state(_("Only lagging"), "warn") if is_bare else "",
        hint=hint(leading, lagging, few),
        add_url=add_url if is_bare else "",
    )


def share(count, most):
    return count * 100 / most if most else 0


def hint(leading, lagging, few):
    if lagging and not leading:
        return _("Nothing warns before the result is in. Add what moves it.")
    if leading and not lagging:
        return _("Only leading: the result itself is not measured.")
    if few and leading + lagging > few:
        words = {"count": leading + lagging, "few": few}
        return _("%(count)d KPIs are hard to keep in view. Choose up to %(few)d that decide something.") % words
    return "" if leading else _("No KPI yet.")


def new_url(**values):
    """The form of a new leading KPI with some fields already chosen."""
    return f"{reverse('kpi-new')}?{urlencode({'kind': LEADING.value} | values)}"


# KGIs and key results


def kgis_without_leading(kpis):
    """The KGIs below which, at any depth, no KPI is a leading one."""
    below = defaultdict(list)
    for kpi in kpis:
        below[kpi.parent_id].append(kpi)
    return [kpi for kpi in kpis if kpi.is_kgi and not leads(kpi, below)]


def leads(kpi, below):
    return any(child.kind == LEADING or leads(child, below) for child in below[kpi.pk])


def kgi_finding(viewer, kgi):
    can_add = rules.run_department(viewer, kgi.department_id)
    return Finding(
        name=kgi.name,
        about=kgi.department.name if kgi.department else _("Company"),
        url=kgi.get_absolute_url(),
        add_url=new_url(department=kgi.department_id or "", parent=kgi.pk) if can_add else "",
    )


def key_results_with_lagging_only(viewer, kpis):
    """The open key results that the viewer may read and that KPIs accompany, none of them leading."""
    kinds = {kpi.pk: kpi.kind for kpi in kpis}
    beside = defaultdict(set)
    links = KeyResultLink.objects.filter(kpi__company=viewer.company_id, kpi__archived_at=None)
    for key_result_id, kpi_id in links.values_list("key_result_id", "kpi_id"):
        if kpi_id in kinds:
            beside[key_result_id].add(kinds[kpi_id])
    bare = [pk for pk, found in beside.items() if found == {LAGGING}]
    found = KeyResult.objects.visible_to(viewer).live().filter(pk__in=bare)
    found = found.exclude(objective__cycle__stage=Cycle.Stage.CLOSED).select_related("objective", "owner")
    return [Finding(each.title, about(each), each.get_absolute_url()) for each in found]


def about(key_result):
    return f"{key_result.objective.title} · {key_result.owner.name}"
