"""What others changed on a KPI and its targets, from which value to which, in words."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.numbers import format_number
from goals.queries.changes import SHOWN, Change
from goals.wording import written_on
from kpis.models import Kpi
from kpis.queries.kpi_background import name_of_key
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
    for name, values in changes.items():
        if name == "period":
            yield _("Period"), "", name_of_key(values[1], kpi.frequency, kpi.company.fiscal_year_start_month)
            continue
        field = field_of(name)
        old, new = (_("(restricted)") if value in hidden else value_word(field, value) for value in values)
        yield str(field.verbose_name) if field else name, old, new


def field_of(name):
    try:
        return Kpi._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def value_word(field, text):
    """An audited value as the form shows it."""
    if not text or field is None:
        return text or ""
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    if isinstance(field, models.BooleanField):
        return pgettext("answer", "Yes") if text == "True" else pgettext("answer", "No")
    if isinstance(field, models.DecimalField):
        return format_number(Decimal(text), get_language())
    return text
