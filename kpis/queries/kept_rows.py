"""Rows of long tables of KPIs, drawn once and kept until something in them changes (docs/adr/0037).

A page asks one query which KPIs there are and in which edition, and draws only the rows that nobody has drawn yet.
"""

from typing import NamedTuple
from uuid import UUID

from django.core.cache import caches
from django.utils.translation import get_language

from kpis.models import Kpi
from kpis.queries.scorecard import share_company
from people.names import full_name

ROWS = caches["rows"]


class Owner(NamedTuple):
    pk: int
    family_name: str
    given_name: str
    sort_key: str

    @property
    def name(self):
        return full_name(self.family_name, self.given_name, get_language())


class Head(NamedTuple):
    """What is needed of a KPI to choose it, and to know which row is its row now."""

    pk: int
    version: int
    edition: UUID
    name: str
    search_text: str
    category: str
    kind: str
    frequency: str
    department_id: int | None
    owner: Owner

    @property
    def owner_id(self):
        return self.owner.pk

    @property
    def key(self):
        """What a row shows follows from this, the day and the language; a hash holds as long as this process."""
        return f"{self.pk}:{self.version}:{self.edition.hex}:{hash(self.owner)}"


OWN = ("pk", "version", "edition", "name", "search_text", "category", "kind", "frequency", "department_id")
OWNERS = ("owner_id", "owner__family_name", "owner__given_name", "owner__sort_key")


def visible_heads(viewer):
    """The heads of the active KPIs the person may read, by name, in one query."""
    rows = Kpi.objects.visible_to(viewer).active().values_list(*OWN, *OWNERS)
    return [Head(*row[: len(OWN)], Owner(*row[len(OWN) :])) for row in rows]


def kpis_of(heads, viewer):
    """The KPIs themselves, by name, with their owners, sharing the company already loaded."""
    kpis = Kpi.objects.filter(pk__in=[head.pk for head in heads]).select_related("owner")
    return [share_company(viewer, kpi) for kpi in kpis]


def kept_rows(table, draw, heads, viewer):
    """The rows of the heads in the table of that name, in their order; no query where all of them are kept.

    ``draw`` is called with the KPIs whose rows are missing and the company's date, and yields (KPI id, row). A row
    may depend on them, the date and the language, and on nothing of the reader.
    """
    company = viewer.company
    today = company.today()
    place = f"{table}:{today}:{company.fiscal_year_start_month}:{get_language()}"
    keys = {head.pk: f"{place}:{head.key}" for head in heads}
    kept = ROWS.get_many(keys.values())
    if missing := [head for head in heads if keys[head.pk] not in kept]:
        new = {keys[pk]: row for pk, row in draw(kpis_of(missing, viewer), today)}
        ROWS.set_many(new)
        kept |= new
    return [kept[key] for key in keys.values()]
