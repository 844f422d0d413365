"""What is told of each key result, week by week. Pure: the same date gives the same story.

Times are aware and in the company's zone; ``now`` is the morning of the demo's day, so that whoever opens
the demo that day finds nothing that has not happened yet.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zlib import crc32

WEEKS = 13
WORDS = {"o": "on_track", "a": "at_risk", "f": "off_track"}
SILENCE = "-"
MORNING = time(8, 30)
# Weekdays on which people write: late in the week more often than early.
HABIT = (0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4)
CURVES = {
    "steady": lambda share: share,
    "late": lambda share: share**2,
    "early": lambda share: share * (2 - share),
}


@dataclass(frozen=True)
class Telling:
    """One check-in to be written. ``period`` is its first day, ``steps`` the number of milestones done."""

    period: date
    at: datetime
    value: Decimal
    status: str
    note: str = ""
    steps: int = 0
    helpers: list = field(default_factory=list)
    is_correction: bool = False


def pick(options, *seed):
    """Choose one, always the same for the same words: no state, so nothing depends on the order of calls."""
    return options[crc32("/".join(map(str, seed)).encode()) % len(options)]


# Weeks


def story_week(index, count):
    """Which of the told weeks the period at ``index`` of ``count`` is.

    A year stretches the story over its weeks; a quarter of 12 or 14 periods ends with the last told week.
    """
    if count > 2 * WEEKS:
        return index * WEEKS // count + 1
    return WEEKS if index == count - 1 else min(index + 1, WEEKS)


def letter(result, week):
    """What was said in the week: o, a or f, a capital when late, - for silence."""
    return result["weeks"][week - 1 : week] or SILENCE


def current_week(periods, day):
    """The told week of the day, or None outside the periods."""
    indices = [index for index, period in enumerate(periods) if day in period]
    return story_week(indices[0], len(periods)) if indices else None


def is_over(result, week):
    """Whether the key result was done or dropped before that week."""
    return week > result.get("finished", WEEKS) or week >= result.get("dropped", WEEKS + 1)


def rests(result):
    """Whether the owner has paused it, since the last check-in told."""
    return "paused" in result["notes"]


def is_quiet(result, period, now):
    """Whether the period that begins on that day lies in the weeks up to this one in which nothing was said."""
    if "quiet_weeks" not in result:
        return False
    monday = now.date() - timedelta(days=now.weekday())
    return period >= monday - timedelta(weeks=result["quiet_weeks"])


def waiting(results, week, always):
    """Keys of those not yet checked in this week: about a quarter of all, the ``always`` ones among them.

    The silent ones count too, so that a silent week does not make more of them. Of one that rests nothing is due.
    """
    open_keys = [result["key"] for result in results if not is_over(result, week) and not rests(result)]
    silent = [result["key"] for result in results if letter(result, week) == SILENCE or "quiet_weeks" in result]
    chosen = {key for key in open_keys if key in always or key in silent}
    others = sorted(set(open_keys) - chosen, key=lambda key: crc32(f"{key}/{week}".encode()))
    return chosen | set(others[: max(0, round(len(open_keys) / 4) - len(chosen))])


# Telling


def tell(result, periods, rhythm, now, *, is_waiting=False):
    """Return the check-ins of a key result up to ``now``, oldest first; ``is_waiting``: none this week."""
    tellings, told = [], set()
    if now.date() <= periods[0].start:
        return tellings
    for index, period in enumerate(periods):
        week = story_week(index, len(periods))
        if is_over(result, week) or (is_waiting and now.date() in period):
            continue
        at = moment(result, period, rhythm, now, is_late=letter(result, week).isupper())
        is_told = week in told and week == result.get("finished")
        if at is None or is_told or letter(result, week) == SILENCE:
            continue
        share = Decimal(index + 1) / len(periods)
        tellings += told_of(result, period, at, week, share, is_first=week not in told)
        told.add(week)
    return [telling for telling in tellings if telling.at < now and not is_quiet(result, telling.period, now)]


def told_of(result, period, at, week, share, *, is_first):
    """The check-in of one period and, where it was mistyped, its correction some minutes later."""
    value, steps = value_of(result, week, share)
    status = WORDS[letter(result, week).lower()]
    note = note_of(result, week) if is_first else ""
    helpers = result["help"]["people"] if is_first and result.get("help", {}).get("week") == week else []
    mistyped = result.get("correction", {})
    if not is_first or mistyped.get("week") != week:
        return [Telling(period.start, at, value, status, note, steps, helpers)]
    words = result["notes"]["correction"]
    return [
        Telling(period.start, at, Decimal(mistyped["wrong"]), status, note),
        Telling(period.start, at + timedelta(minutes=40), value, status, words, is_correction=True),
    ]


def note_of(result, week):
    ending = result.get("learning", "") if week == WEEKS else ""
    return result["notes"].get(str(week), ending)


def moment(result, period, rhythm, now, *, is_late):
    """When it was written: before the due hour, or after it where late; None before the period's first
    working day."""
    due = rhythm.due_at(period)
    if is_late and due + timedelta(hours=3) < now:
        return due + timedelta(minutes=pick(range(25, 170), result["key"], period.start))
    days = [day for day in working_days(period.start, due.date()) if day <= now.date()]
    if not days:
        return None
    wanted = pick(HABIT, result["key"], period.start)
    day = min(days, key=lambda day: (abs(day.weekday() - wanted), day))
    opening, minutes = (7 * 60, 80) if day == now.date() else (9 * 60, 8 * 60 + 50)
    minute = opening + pick(range(minutes), result["key"], day)
    return datetime.combine(day, time(*divmod(minute, 60)), tzinfo=now.tzinfo)


def working_days(first, last):
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


@dataclass(frozen=True)
class Act:
    """The owner's word that a key result is done, or is dropped for a reason."""

    at: datetime
    status: str
    reason: str = ""


def act_of(result, periods, tellings, now):
    """Return the Act that ended the key result before ``now``, or None."""
    weeks = {period.start: story_week(index, len(periods)) for index, period in enumerate(periods)}
    for telling in tellings:
        if weeks[telling.period] == result.get("finished"):
            return Act(telling.at + timedelta(minutes=5), "done")
    dropping = [start for start, week in weeks.items() if week == result.get("dropped")]
    at = datetime.combine(dropping[0] + timedelta(days=1), time(11), tzinfo=now.tzinfo) if dropping else now
    return Act(at, "dropped", result["notes"]["dropped"]) if at < now else None


# Values


def value_of(result, week, share):
    """Return (value, number of milestones done) at that week; ``share`` of the cycle has passed.

    The value of one that a KPI drives, or that counts action items, is not told here.
    """
    if "kpi" in result or result["kind"] == "initiatives":
        return None, 0
    if result["kind"] == "milestones":
        steps = sum(week >= done for done in result["done"])
        return Decimal(sum(result["weights"][:steps])), steps
    if "values" in result:
        return Decimal(result["values"][week - 1]), 0
    return along(result, share), 0


def along(result, share):
    """The value of a curve from start towards target; ``end`` is the share of the way reached at the end."""
    covered = CURVES[result["curve"]](share) * Decimal(result["end"])
    value = result["start"] + (result["target"] - result["start"]) * covered
    return round(Decimal(value), result.get("decimals", 0))
