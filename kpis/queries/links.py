"""The KPIs of a key result, and the key results of a KPI, as finished text and drawings."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from goals.access import share_company as share_company_of_goal
from goals.models import KeyResult
from goals.queries.cards import KeyResultRow, key_result_row
from kpis.models import KeyResultLink, Kpi
from kpis.queries.scorecard import KpiRow, kpi_rows, share_company


@dataclass(frozen=True)
class LinkedKpi:
    """A KPI of a key result; ``mode`` says what it does there."""

    row: KpiRow
    mode: str
    drives: bool


@dataclass(frozen=True)
class LinkedKeyResult:
    """A key result of a KPI, with the objective above it."""

    row: KeyResultRow
    objective: str
    objective_url: str
    mode: str


def linked_kpis(key_result, viewer, today):
    """The KPIs of a key result that the viewer may read, the one that gives its value first. Four queries.

    Archived ones stand beside nothing any more; only the one that gives the value is shown.
    """
    links = KeyResultLink.objects.filter(key_result=key_result, kpi__in=Kpi.objects.visible_to(viewer))
    links = links.filter(~Q(mode=KeyResultLink.Mode.CONTEXT) | Q(kpi__archived_at=None))
    links = sorted(links.select_related("kpi__owner", "kpi__department"), key=lambda link: (not link.drives, link.pk))
    rows = kpi_rows([share_company(viewer, link.kpi) for link in links], today)
    return [LinkedKpi(row, link.get_mode_display(), link.drives) for link, row in zip(links, rows, strict=True)]


def modes_of(key_result):
    """{KPI id: mode} of all KPIs linked to it."""
    return dict(KeyResultLink.objects.filter(key_result=key_result).values_list("kpi_id", "mode"))


def leading_hint(linked):
    """What is missing where every KPI tells the result only once it is there; "" otherwise."""
    if not linked or any(each.row.kpi.kind == Kpi.Kind.LEADING for each in linked):
        return ""
    return _(
        "Only lagging KPIs stand here: they tell the result once it is there. "
        "Add a leading one, such as visits or proposals, which moves while there is still time to act."
    )


def linked_key_results(kpi, viewer, today):
    """The key results of a KPI that the viewer may read, those it drives first, in one query."""
    readable = KeyResult.objects.visible_to(viewer)
    links = kpi.key_result_links.filter(key_result__in=readable).select_related(
        "key_result__owner",
        "key_result__objective__cycle",
        "key_result__objective__owner",
        "key_result__objective__department",
    )
    return [linked_row(link, viewer, today) for link in sorted(links, key=lambda link: (not link.drives, link.pk))]


def linked_row(link, viewer, today):
    key_result = share_company_of_goal(viewer, link.key_result)
    return LinkedKeyResult(
        row=key_result_row(key_result, viewer=viewer, today=today),
        objective=key_result.objective.title,
        objective_url=key_result.objective.get_absolute_url(),
        mode=link.get_mode_display(),
    )
