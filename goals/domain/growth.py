"""Writing the growth note of a person and their manager."""

from django.db import transaction

from goals.domain.errors import refuse_closed_cycle
from goals.models import GrowthNote
from notifications.domain.activities import record_activity
from notifications.models import Activity
from people.domain.audit import record_change


@transaction.atomic
def write_growth_note(person, manager, cycle, *, actor, text):
    """Keep what ``actor``, one of the two, says; the other's words stay. Raises GoalError in a closed cycle.

    The other one is told, once a day of the company. The audit log learns who wrote, and not what: administrators
    read it.
    """
    refuse_closed_cycle(cycle)
    pair = {"person": person, "manager": manager, "cycle": cycle}
    note, _is_new = GrowthNote.objects.select_for_update().get_or_create(**pair, defaults={"company": person.company})
    column, other = ("wish", manager) if actor.pk == person.pk else ("answer", person)
    if getattr(note, column) != text:
        setattr(note, column, text)
        note.save(update_fields=[column])
        record_change(note, actor=actor, action="growth_note.written")
        if text:
            occasion = f"{column} {person.company.today()}"
            record_activity(Activity.Kind.GROWTH, note, actor=actor, audience=[other], occasion=occasion)
    return note
