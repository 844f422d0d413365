"""The key results that one is tied to, and those it could be."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from common.text import search_key
from goals.access import share_company
from goals.models import KeyResult, Objective, Tie
from goals.models.fields import Status
from goals.queries.cards import KeyResultRow, key_result_row
from goals.wording import place_name, short_date

MOST_FOUND = 20


@dataclass(frozen=True)
class TieRow:
    """The other end of a tie: ``how`` says what it is to this one, ``clash`` that the two dates do not work out.

    ``is_away``: its objective is archived.
    """

    row: KeyResultRow
    how: str
    whose: str
    due: str
    clash: str
    is_away: bool


def ties_of(key_result, viewer, today):
    """Rows of the ties whose other end the viewer may read, in the order in which they were made: two queries."""
    ties = list(Tie.objects.of(key_result).order_by("pk"))
    found = with_places(KeyResult.objects.visible_to(viewer)).in_bulk(other_of(tie, key_result) for tie in ties)
    others = [(tie, found.get(other_of(tie, key_result))) for tie in ties]
    return [tie_row(tie, key_result, share_company(viewer, other), viewer, today) for tie, other in others if other]


def other_of(tie, key_result):
    return tie.key_result_id if tie.other_id == key_result.pk else tie.other_id


def with_places(key_results):
    return key_results.select_related("owner", "objective__cycle", "objective__owner")


def tie_row(tie, key_result, other, viewer, today):
    return TieRow(
        row=key_result_row(other, viewer=viewer, today=today),
        how=str(tie.seen[key_result.pk].label),
        whose=whose(other),
        due=_("due %(day)s") % {"day": short_date(other.due_on)},
        clash=clash(tie, key_result, other),
        is_away=other.objective.is_archived,
    )


def whose(key_result):
    """The place of its objective and its owner, once where they are the same."""
    return " · ".join(dict.fromkeys([place_name(key_result.objective), key_result.owner.name]))


def clash(tie, key_result, other):
    """That what has to come first is due last; "" where that is not so, or one of them is over or archived."""
    is_worked_on = all(each.is_live and each.objective.is_published for each in (key_result, other))
    if tie.kind != Tie.Kind.NEEDS or not is_worked_on:
        return ""
    is_first = tie.key_result_id == key_result.pk
    if is_first and other.due_on > key_result.due_on:
        return _("Due after this one")
    return _("Due before this one") if not is_first and other.due_on < key_result.due_on else ""


def held_up_by(viewer):
    """As a column of key results: the title of what has to come first and is off track, dropped or due too late.

    As far as the viewer may read it; None where there is nothing.
    """
    is_late = ~Q(status=Status.DONE) & Q(due_on__gt=OuterRef("due_on"))
    needed = KeyResult.objects.visible_to(viewer).filter(
        Q(status__in=[Status.OFF_TRACK, Status.DROPPED]) | is_late,
        objective__state=Objective.State.ACTIVE,
        ties_to_it__key_result=OuterRef("pk"),
        ties_to_it__kind=Tie.Kind.NEEDS,
    )
    return Subquery(needed.order_by("pk").values("title")[:1])


def tie_candidates(key_result, viewer, typed):
    """Live key results that the viewer may read and it is not tied to yet, with whose they are: one query.

    By all words of title, owner, objective or department; the latest cycle first, MOST_FOUND at most.
    """
    words = search_key(typed).split()
    if not words:
        return []
    found = with_places(KeyResult.objects.visible_to(viewer).under_way()).exclude(pk=key_result.pk)
    found = found.exclude(ties__other=key_result).exclude(ties_to_it__key_result=key_result)
    for word in words:
        found = found.filter(holds(word))
    rows = found.order_by("-objective__cycle__starts_on", "pk")[:MOST_FOUND]
    return [(each, whose(share_company(viewer, each))) for each in rows]


def holds(word):
    places = ("", "owner__", "objective__", "objective__department__")
    return Q.create([(f"{place}search_text__contains", word) for place in places], connector=Q.OR)
