"""The weekly history of one key result: its check-ins, and where it stood each week."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from goals.domain.figures import key_result_figures, reached, weigh
from goals.models import Cycle, KeyResult
from goals.models.fields import WORDS, Status
from goals.progress import ONE, ZERO

CORRECTED, ON_BEHALF, NOTED, WORD_KEPT = 0.01, 0.03, 0.7, 0.85
WORD_WEIGHTS = [70, 20, 10]
FINISHED, DROPPED = 0.8, 0.03
OPENS_AT, OPEN_MINUTES = timedelta(hours=8), 600
SILENT_SHARE, QUIET_SHARE, QUIET_DAYS = 0.02, 0.05, 18


class Row(NamedTuple):
    """A check-in as it will be stored; names are those of the model's columns."""

    id: int
    key_result_id: int
    seq: int
    position: int
    period: object
    author_id: int
    on_behalf: bool
    value: Decimal
    done_milestones: list
    status: str
    note: str
    replaces_id: int | None
    created_at: datetime


class Standing(NamedTuple):
    """Where something stood at the end of a day."""

    on: object
    progress: Decimal | None
    status: str


def open_days(shop, key_result):
    """The working days on which it can have been checked in, before the plan's day."""
    if shop.chance(SILENT_SHARE):
        return ()
    end = min(key_result.due_on, shop.plan.day - timedelta(days=1))
    if shop.chance(QUIET_SHARE) and not key_result.objective.cycle.is_closed:
        end -= timedelta(days=QUIET_DAYS)
    return working_days(key_result.starts_on, end)


@lru_cache
def working_days(start, end):
    days = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return tuple(day for day in days if day.weekday() < 5)


@lru_cache
def fridays(start, end):
    """The last working day of each week, and the very last day."""
    found = [day for day in working_days(start, end) if day.weekday() == 4]
    return tuple(found) if found and found[-1] == end else (*found, end)


@lru_cache
def morning(day, zone):
    return datetime.combine(day, time(), tzinfo=zone) + OPENS_AT


def history_of(shop, key_result, milestones, days, pks, rhythm, manager):
    """Return the check-ins of a key result, evenly spread over the days, one for each id."""
    dice, rows, words = shop.dice, [], shop.words["notes"]
    reach, word = dice.uniform(0.1, 1.3), dice.choices(WORDS, WORD_WEIGHTS)[0]
    for number, pk in enumerate(pks):
        place = (number + dice.uniform(0.2, 0.8)) / len(pks)
        index = int(place * len(days))
        minutes = int((place * len(days) - index) * OPEN_MINUTES)
        value, done = value_at(dice, key_result, milestones, place * reach)
        if dice.random() > WORD_KEPT:
            word = dice.choices(WORDS, WORD_WEIGHTS)[0]
        on_behalf = manager is not None and dice.random() < ON_BEHALF
        last = rows[-1] if rows else None
        corrects = last is not None and last.replaces_id is None and dice.random() < CORRECTED
        rows.append(
            Row(
                id=pk,
                key_result_id=key_result.pk,
                seq=number + 1,
                position=last.position if corrects else number + 1,
                period=last.period
                if corrects
                else rhythm.period(key_result.objective.cycle, key_result, days[index]).start,
                author_id=manager.pk if on_behalf else key_result.owner_id,
                on_behalf=on_behalf,
                value=value,
                done_milestones=done,
                status=word.value,
                note=dice.choice(words) if dice.random() < NOTED else "",
                replaces_id=last.id if corrects else None,
                created_at=morning(days[index], shop.company.zone) + timedelta(minutes=minutes),
            )
        )
    return rows


def value_at(dice, key_result, milestones, share):
    """A value for when ``share`` of the way should be covered, and the milestones done."""
    match key_result.kind:
        case KeyResult.Kind.MILESTONES:
            done = [each.pk for each in milestones[: int(share * len(milestones))]]
            return weigh(milestones, done)[0], done
        case KeyResult.Kind.REACH:
            way = (key_result.target - key_result.start) * (share + dice.uniform(-0.03, 0.03))
            return tenths(key_result.start + way), []
        case KeyResult.Kind.KEEP_WITHIN:
            return tenths(dice.uniform(key_result.low - 5, key_result.high + 5)), []
        case KeyResult.Kind.KEEP_AT_LEAST:
            return tenths(key_result.target + dice.uniform(-5, 15)), []
    return tenths(key_result.target + dice.uniform(-15, 5)), []


def tenths(number):
    return Decimal(round(number * 10)).scaleb(-1)


def effective(rows):
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.id not in replaced]


def settle(shop, key_result, rows, milestones):
    """Set the key result's stored figures, and its end where it has one."""
    key_result.last_seq = len(rows)
    fill(key_result, rows, milestones)
    if rows and key_result.objective.cycle.stage == Cycle.Stage.CLOSED:
        if key_result.progress >= ONE and shop.chance(FINISHED):
            key_result.status = Status.DONE
        elif shop.chance(DROPPED):
            key_result.status, key_result.closing_reason = Status.DROPPED, shop.pick("reasons")
        fill(key_result, rows, milestones)


def fill(key_result, rows, milestones):
    figures = key_result_figures(key_result, effective(rows), milestones)
    for name in figures.__dataclass_fields__:
        setattr(key_result, name, getattr(figures, name))


def standings(key_result, rows, milestones, days):
    """Where the key result stood on each of the days, corrections in force from when they were made."""
    found, by_period, coming, last = [], {}, iter(rows), None
    row = next(coming, None)
    progress, status = ZERO, Status.NONE.value
    for day in days:
        moved = False
        while row is not None and row.created_at.date() <= day:
            by_period[row.period], last, moved = row.value, row, True
            row = next(coming, None)
        if moved:
            progress, status = reached(key_result, by_period, last, milestones)[1], last.status
        found.append(Standing(day, progress, status))
    if not key_result.is_live and found:
        found[-1] = Standing(days[-1], progress, str(key_result.status))
    return found
