"""What others changed on a KPI and its targets, from which value to which, in words."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from goals.queries.changes import SHOWN, Change
from goals.wording import written_on
from kpis.models import Kpi
from kpis.queries.kpi_background import name_of_key
from people.audit_words import value_word
from people.audited import everything
from people.models import AuditEntry


def changes_since(kpi, viewer, moment):
    """What raised the version of the KPI after the moment, newest first; of all time without one."""
    words = words_of_actions()
    found = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Kpi), object_id=kpi.pk, action__in=words
    ).select_related("actor")
    if moment is not None:
        found = found.filter(created_at__gt=moment)
    found = list(found.order_by("-pk")[:SHOWN])
    hidden = hidden_parents(found, viewer)
    return [
        Change(
            who=entry.actor.name if entry.actor else "",
            when=written_on(entry.created_at),
            what=words[entry.action],
            details=list(details(kpi, entry.changes, hidden)),
        )
        for entry in found
    ]


def words_of_actions():
    return {
        "kpi.changed": _("changed the KPI"),
        "kpi.target_set": _("changed a target"),
        "kpi.source_verified": _("checked the data source"),
        "kpi.archived": _("archived it"),
        "kpi.restored": _("brought it back"),
    }


def hidden_parents(entries, viewer):
    """The names of what it was part of that the viewer may not read."""
    names = {name for entry in entries for name in entry.changes.get("parent", ()) if name}
    readable = Kpi.objects.visible_to(viewer).filter(name__in=names) if names else Kpi.objects.none()
    return names - set(readable.values_list("name", flat=True))


def details(kpi, changes, hidden):
    audited = everything["kpi"]
    for name, values in changes.items():
        if name == "period":
            yield _("Period"), "", name_of_key(values[1], kpi.frequency, kpi.company.fiscal_year_start_month)
            continue
        field = audited.field_of(name)
        old, new = (_("(restricted)") if value in hidden else value_word(field, value) for value in values)
        yield audited.label_of(name), old, new
