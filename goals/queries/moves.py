"""What changed in the places a person looks after: slipped, recovered, fallen silent, left without an owner."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from operator import attrgetter

from django.db.models import Q

from goals.models import KeyResult, Objective
from goals.models.fields import WORDS
from goals.models.objective import may_read
from goals.queries.cards import is_stale_on

RANKS = {str(word): rank for rank, word in enumerate(WORDS)}


class Place(StrEnum):
    """Where an objective belongs that belongs to no department."""

    COMPANY = "company"
    NOWHERE = "nowhere"


class Kind(IntEnum):
    """Worst first."""

    SLIPPED = 0
    SILENT = 1
    OWNERLESS = 2
    RECOVERED = 3


@dataclass(frozen=True)
class Move:
    """``weight`` sorts moves, worst first."""

    kind: Kind
    key_result: KeyResult
    weight: tuple


@dataclass(frozen=True)
class Places:
    """``ids`` are departments or Places, ``top`` the department that gives them their name, or None."""

    ids: frozenset
    top: int | None
    is_managed: bool


def place_of(objective):
    """The department an objective follows, or the Place that stands for one."""
    return place_among(objective.level, objective.home_department_id)


def place_among(level, home_department_id):
    return Place.COMPANY if level == Objective.Level.COMPANY else home_department_id or Place.NOWHERE


def within(places):
    """Key results whose objective belongs to one of the places (see moves.place_of)."""
    departments = [place for place in places if isinstance(place, int)]
    condition = Q(objective__level=Objective.Level.DEPARTMENT, objective__department__in=departments) | Q(
        objective__level=Objective.Level.INDIVIDUAL, objective__owner__department__in=departments
    )
    if Place.COMPANY in places:
        condition |= Q(objective__level=Objective.Level.COMPANY)
    if Place.NOWHERE in places:
        condition |= Q(objective__level=Objective.Level.INDIVIDUAL, objective__owner__department=None)
    return condition


def places_of(reader):
    """What a manager manages and an administrator answers for; else the own department, or the company."""
    managed, tree = frozenset(reader.managed_department_ids), reader.company.tree
    if reader.is_admin:
        unmanaged = {pk for pk in tree.departments if not tree.manager_line(pk)}
        own = {reader.department_id} - {None}
        return Places(managed | unmanaged | own | {*Place}, None, is_managed=True)
    if managed:
        tops = [pk for pk in managed if tree.get(pk).parent_id not in managed]
        return Places(managed, tops[0] if len(tops) == 1 else None, is_managed=True)
    own = reader.department_id
    return Places(frozenset({own or Place.COMPANY}), own, is_managed=False)


def moves_for(reader, places, moved):
    """The moves of other people's key results that the reader may read, worst first; ``moved`` is by place."""
    kinds = set(Kind) if places.is_managed else {Kind.SLIPPED, Kind.SILENT, Kind.RECOVERED}
    moves = (move for place in places.ids for move in moved.get((reader.company_id, place), ()))
    found = [
        move
        for move in moves
        if move.kind in kinds
        and move.key_result.owner_id != reader.pk
        and may_read(reader, move.key_result.objective)
    ]
    return sorted(found, key=attrgetter("weight"))


def move_of(key_result, today):
    """How a key result moved; None where it did not."""
    kind = kind_of(key_result, today)
    return None if kind is None else Move(kind, key_result, weight(kind, key_result))


def kind_of(key_result, today):
    """How it moved, most pressing first; None where it did not."""
    if not key_result.is_live:
        return None
    if not key_result.owner.is_active or key_result.owner.is_viewer:
        return Kind.OWNERLESS
    change = word_change(key_result)
    if change < 0:
        return Kind.SLIPPED
    if is_stale_on(key_result, today):
        return Kind.SILENT
    return Kind.RECOVERED if change > 0 else None


def word_change(key_result):
    """Below 0 where the owner's word is worse than a week ago, above 0 where it is better."""
    before, after = RANKS.get(key_result.status_before), RANKS.get(key_result.status)
    return 0 if before is None or after is None else before - after


def weight(kind, key_result):
    """Off track before at risk, the longest silence first."""
    word = -RANKS.get(key_result.status, -1)
    since = key_result.last_check_in_at
    return (kind, word, since.timestamp() if since and kind == Kind.SILENT else 0, key_result.pk)
