"""Who changed what on an objective and its key results, from which value to which, in words."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from goals.models import KeyResult, Objective
from goals.wording import written_on
from people.audit_words import value_word
from people.audited import audited_by
from people.models import AuditEntry

SHOWN = 50
UNTOLD = {"kpi_mode"}  # a word for programs; who reads it here sees whether the value changed hands


@dataclass(frozen=True)
class Change:
    who: str
    when: str
    what: str
    details: list


def changes_of(objective, viewer, *, since=None):
    """The latest changes, newest first; those later than the moment ``since`` only, where one is given."""
    found = entries(objective).select_related("actor").order_by("-pk")
    if since is not None:
        found = found.filter(created_at__gt=since)
    return as_changes(found[:SHOWN], viewer)


def changes_of_key_result(key_result, viewer):
    """The latest changes of one key result, newest first."""
    found = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(KeyResult), object_id=key_result.pk
    )
    return as_changes(found.select_related("actor").order_by("-pk")[:SHOWN], viewer)


def as_changes(found, viewer):
    found = list(found)
    parents = {text for entry in found for text in entry.changes.get("parent", ()) if text}
    readable = set()
    if parents:
        titles = Objective.objects.visible_to(viewer).filter(title__in=parents)
        readable = set(titles.values_list("title", flat=True))
    return [change(entry, parents - readable) for entry in found]


def entries(objective):
    types = ContentType.objects.get_for_models(Objective, KeyResult)
    return AuditEntry.objects.filter(company=objective.company_id).filter(
        Q(content_type=types[Objective], object_id=objective.pk)
        | Q(content_type=types[KeyResult], object_id__in=objective.key_results.values("pk"))
    )


def change(entry, hidden):
    words = {
        "objective.created": _("wrote the draft"),
        "objective.changed": _("changed the objective"),
        "objective.published": _("published it"),
        "objective.proposed": _("proposed the draft"),
        "objective.taken_back": _("took the proposal back"),
        "objective.sent_back": _("sent the draft back"),
        "objective.handed_over": _("handed the objective over"),
        "objective.archived": _("archived it"),
        "objective.restored": _("brought it back"),
        "objective.status_stated": _("stated the status"),
        "key_result.created": _("added “%(title)s”"),
        "key_result.changed": _("changed “%(title)s”"),
        "key_result.removed": _("removed a key result"),
        "key_result.done": _("marked “%(title)s” as done"),
        "key_result.dropped": _("dropped “%(title)s”"),
        "key_result.reopened": _("took “%(title)s” up again"),
        "key_result.paused": _("paused “%(title)s”"),
        "key_result.resumed": _("went on with “%(title)s”"),
        "key_result.kpi_linked": _("changed the KPIs of “%(title)s”"),
        "key_result.terms_proposed": _("proposed the terms of “%(title)s”"),
        "key_result.terms_countered": _("suggested other terms for “%(title)s”"),
        "key_result.terms_changed": _("proposed to change “%(title)s”"),
        "key_result.terms_withdrawn": _("withdrew the change of “%(title)s”"),
        "key_result.terms_handed": _("proposed to hand over “%(title)s”"),
        "key_result.agreed": _("agreed: “%(title)s”"),
    }
    is_new = entry.action.endswith(".created")
    return Change(
        who=entry.actor.name if entry.actor else "",
        when=written_on(entry.created_at),
        what=words.get(entry.action, entry.action) % {"title": entry.label},
        details=[] if is_new else list(details(entry, hidden)),
    )


def details(entry, hidden):
    audited = audited_by(entry.content_type_id)
    for name, values in entry.changes.items():
        if name in UNTOLD:
            continue
        field = audited.field_of(name)
        old, new = (_("(restricted)") if value in hidden else value_word(field, value) for value in values)
        if old != new:
            yield audited.label_of(name), old, new
