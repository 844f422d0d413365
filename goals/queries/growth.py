"""The growth notes of a person in a cycle, as far as they are the viewer's to read."""

from dataclasses import dataclass

from django.db.models import Q

from goals import rules
from goals.models import GrowthNote
from people.models import User


@dataclass(frozen=True)
class Growth:
    """``note`` is the one of the person and their present manager, None before either wrote; ``earlier`` with others.

    ``said`` are the viewer's own words in it, ``heard`` those of the ``other`` of the two. ``is_own``: the viewer is
    the person. ``can_write``: the viewer is the person or their present manager, and the cycle is open.
    """

    manager: User | None
    note: GrowthNote | None
    earlier: list
    other: User | None
    said: str
    heard: str
    is_own: bool
    can_write: bool

    @property
    def shows(self):
        """Whether there is anything for the viewer; for most there is nothing."""
        return bool(self.note or self.earlier or self.can_write)


def growth_of(person, viewer, cycle):
    """One query."""
    manager, is_own = viewer.company.tree.manager_of(person), viewer.pk == person.pk
    notes = list(notes_of(person, viewer, cycle))
    note = next((each for each in notes if manager and each.manager_id == manager.pk), None)
    wish, answer = (note.wish, note.answer) if note else ("", "")
    return Growth(
        manager=manager,
        note=note,
        earlier=[each for each in notes if each is not note],
        other=manager if is_own else person,
        said=wish if is_own else answer,
        heard=answer if is_own else wish,
        is_own=is_own,
        can_write=rules.write_growth_note(viewer, person) and not cycle.is_closed,
    )


def notes_of(person, viewer, cycle):
    readable = Q(person=viewer) | Q(manager=viewer)
    found = GrowthNote.objects.filter(readable, person=person, cycle=cycle).exclude(wish="", answer="")
    return found.select_related("manager").order_by("-pk")
