"""What stands behind the figures of a KPI: every write of an actual, what it meant, and whether it is a good one."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from common.templatetags.components import avatar
from goals.wording import long_date, written_on
from kpis import rules
from kpis.models import MeasurementEntry
from kpis.periods import Frequency, parse_key
from kpis.queries.checklist import Checklist, checklist
from kpis.queries.happenings import Happening, baseline_rows
from kpis.wording import period_name, value_text

ENTRIES_A_PAGE = 20


@dataclass(frozen=True)
class EntryRow:
    """One write of an actual; ``is_replaced``: a later one took its place."""

    period: str
    value: str
    avatar: str
    author: str
    when: str
    way: str
    note: str
    is_replaced: bool


@dataclass(frozen=True)
class KpiBackground:
    history: Page
    versions: list
    baselines: list[Happening]
    checklist: Checklist
    can: dict


def kpi_background(kpi, viewer, page_number=1):
    """Return the background of a KPI that access_kpi gave; ``page_number`` is that of its history."""
    return KpiBackground(
        history=history(kpi, page_number),
        versions=[version_row(each) for each in kpi.versions.select_related("author").reverse()],
        baselines=baseline_rows(viewer, kpi),
        checklist=checklist(kpi),
        can={"edit": rules.edit_kpi(viewer, kpi), "judge": rules.judge_quality(viewer, kpi)},
    )


def history(kpi, page_number):
    """A page of every write of an actual, the latest period first; of one period the latest write first."""
    later = MeasurementEntry.objects.filter(measurement=OuterRef("measurement"), pk__gt=OuterRef("pk"))
    entries = MeasurementEntry.objects.filter(measurement__kpi=kpi).select_related("author", "measurement")
    entries = entries.annotate(is_replaced=Exists(later)).order_by("-measurement__starts_on", "-pk")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(page_number)
    page.object_list = [entry_row(kpi, each) for each in page.object_list]
    return page


def entry_row(kpi, entry):
    start_month = kpi.company.fiscal_year_start_month
    author = entry.author
    return EntryRow(
        period=name_of_key(entry.measurement.period, kpi.frequency, start_month),
        value=value_text(kpi, entry.value),
        avatar=avatar(author.initials, author.tone) if author else "",
        author=author.name if author else "",
        when=written_on(entry.created_at),
        way=entry.get_way_display(),
        note=entry.note,
        is_replaced=entry.is_replaced,
    )


def name_of_key(key, frequency, start_month):
    """The period in words; its key where the KPI is measured at another rhythm by now."""
    try:
        return period_name(parse_key(key, Frequency(frequency), start_month), start_month)
    except ValueError:
        return key


def version_row(version):
    return {
        "from": long_date(version.effective_on),
        "reason": version.reason,
        "author": version.author.name if version.author else "",
        "definition": version.definition,
        "source": version.source,
        "measured": " · ".join([version.get_frequency_display(), version.get_direction_display()]),
    }
