"""How much one person carries: a guide, never a wall (A54)."""

from django.db.models import Count
from django.utils.translation import gettext as _

from common.named_fields import named_in
from goals.models import Cycle, KeyResult

MOST_CARRIED = 7


def load_notes(people, reader):
    """{person id: a note on each who owns more than MOST_CARRIED live key results that do not rest}, in one query.

    Only what the reader may read counts, so that the number says nothing of what is restricted.
    """
    people = {person.pk: person for person in people}
    counted = (
        KeyResult.objects.visible_to(reader)
        .live()
        .awake_on(reader.company.today())
        .filter(owner__in=people, objective__cycle__stage__in=Cycle.BEFORE_REVIEW)
        .order_by()
        .values_list("owner")
        .annotate(Count("pk"))
    )
    return {pk: load_text(people[pk], count, reader) for pk, count in counted if count > MOST_CARRIED}


def load_note(person, reader):
    """The note on one person; "" where there is none."""
    return load_notes([person], reader).get(person.pk, "")


def load_text(person, count, reader):
    if person.pk == reader.pk:
        return _("You own %(count)d live key results. What could rest, or go to somebody else?") % {"count": count}
    words = {"name": person.name, "count": count}
    return _("%(name)s owns %(count)d live key results. What could rest, or go to somebody else?") % words


def add_load_notes(rows, reader):
    """Give each KeyResultForm the ``load_note`` on the owner it names; on the same person it is said once."""
    named = {}
    for row in rows:
        if owner := named_in(row["owner"]):
            named.setdefault(owner, row)
    notes = load_notes(named, reader)
    for owner, row in named.items():
        row.load_note = notes.get(owner.pk, "")
