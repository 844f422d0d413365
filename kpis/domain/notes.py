"""Notes pinned to a day of a KPI's chart: a campaign, an outage."""

from django.db import transaction

from kpis.domain.measurements import lock_kpi
from kpis.models import KpiNote
from people.domain.audit import differences, record_change, record_differences, snapshot

FIELDS = ["on", "text"]


@transaction.atomic
def add_note(kpi, *, on, text, author):
    """Pin a note to a day, which may still be to come; return it. Doing it twice is doing it once."""
    locked = lock_kpi(kpi.pk)
    if same := KpiNote.objects.filter(kpi=locked, on=on, text=text, author=author).first():
        return same
    note = KpiNote.objects.create(kpi=locked, on=on, text=text, author=author)
    record_change(locked, actor=author, action="kpi.note_added", changes=differences({}, snapshot(note, FIELDS)))
    return note


@transaction.atomic
def change_note(note, *, on, text, actor):
    """Put a note on another day or in other words. One that was removed meanwhile stays removed."""
    locked = lock_kpi(note.kpi_id)
    present = KpiNote.objects.filter(pk=note.pk).first()
    if present is None:
        return
    before = snapshot(present, FIELDS)
    present.on, present.text = on, text
    present.save(update_fields=FIELDS)
    record_differences(locked, before, snapshot(present, FIELDS), actor=actor, action="kpi.note_changed")


@transaction.atomic
def remove_note(note, *, actor):
    """Take a note off the chart; what it said stays in the audit log. Doing it twice is doing it once."""
    locked = lock_kpi(note.kpi_id)
    present = KpiNote.objects.filter(pk=note.pk).first()
    if present is None:
        return
    changes = {name: (old, None) for name, old in snapshot(present, FIELDS).items()}
    present.delete()
    record_change(locked, actor=actor, action="kpi.note_removed", changes=changes)
