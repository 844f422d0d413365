"""Check-ins and all that follows from them, computed by the functions that compute it in daily use."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from goals.models import CheckIn, KeyResult
from goals.rhythm import rhythm_of
from goals.rules import takes_check_ins
from notifications.models import HelpRequest
from okrapp.demo import story
from okrapp.demo.replay import Replay

ANSWERED_AFTER = timedelta(days=4)
ONE_DAY, RESTS_FOR = timedelta(days=1), timedelta(days=17)


def write_history(staff, objectives, planned, day, arrivals, steps):
    """Write every check-in up to the morning of the day, then the figures and points they lead to.

    ``arrivals`` are the readings of those that a KPI drives, with the moment each came in; ``steps`` the number
    of action items of those that count them, with the moments they were done.
    """
    now = datetime.combine(day, story.MORNING, tzinfo=staff.company.zone)
    told = tell_all(staff, planned, now)
    rows = [row for one, tellings, _act in told for row in check_ins_of(staff, one, tellings, arrivals, steps)]
    CheckIn.objects.bulk_create([row for row in rows if row.replaces is None])
    CheckIn.objects.bulk_create([row for row in rows if row.replaces is not None])
    write_help(staff, rows, now)
    replay = Replay(objectives, planned, arrivals, steps)
    replay.run(rows, {one.key_result.pk: act for one, _tellings, act in told if act}, day)
    replay.store()
    write_pauses(planned, day)


def write_pauses(planned, day):
    """Let those rest whose owners have paused them, from the day after their last check-in."""
    resting = [one for one in planned if story.rests(one.told)]
    for one in resting:
        key_result, last = one.key_result, one.key_result.last_check_in_at
        since = key_result.company.day_of(last) if last else key_result.starts_on
        key_result.pause_reason = one.told["notes"]["paused"]
        key_result.paused_on, key_result.resumes_on = min(since + ONE_DAY, day), day + RESTS_FOR
    KeyResult.objects.bulk_update([one.key_result for one in resting], ["pause_reason", "paused_on", "resumes_on"])


# Check-ins


def tell_all(staff, planned, now):
    """Return (Planned, tellings, act or None) for each key result that has a story."""
    rhythms = {one.key_result.pk: rhythm_of(one.key_result.objective, staff.company) for one in planned}
    waiting = waiting_keys(staff, planned, rhythms, now)
    told = []
    for one in planned:
        if "weeks" not in one.told:
            continue
        rhythm, periods = rhythms[one.key_result.pk], periods_of(one.key_result, rhythms)
        tellings = story.tell(one.told, periods, rhythm, now, is_waiting=one.told["key"] in waiting)
        told.append((one, tellings, story.act_of(one.told, periods, tellings, now)))
    return told


def periods_of(key_result, rhythms):
    cycle = key_result.objective.cycle
    return [period for period in rhythms[key_result.pk].periods(cycle, key_result) if period.start <= cycle.ends_on]


def waiting_keys(staff, planned, rhythms, now):
    running = [one for one in planned if takes_check_ins(one.key_result)]
    quarter = min(running, key=lambda one: one.key_result.objective.cycle.ends_on, default=None)
    if quarter is None:
        return set()
    week = story.current_week(periods_of(quarter.key_result, rhythms), now.date())
    shown = {one.told["key"] for one in running if one.told["owner"] == staff.logins["member"]}
    return story.waiting([one.told for one in running], week, shown)


def check_ins_of(staff, one, tellings, arrivals, steps):
    """Build the rows of one key result, unsaved; a correction takes the place of the row before it."""
    rows = []
    for seq, telling in enumerate(tellings, start=1):
        mistyped = rows[-1] if telling.is_correction else None
        rows.append(
            CheckIn(
                company=staff.company,
                key_result=one.key_result,
                seq=seq,
                position=mistyped.position if mistyped else seq,
                period=telling.period,
                author=author_of(staff, one, telling),
                value=value_at(one.key_result, telling, arrivals, steps),
                done_milestones=[milestone.pk for milestone in one.milestones[: telling.steps]],
                status=telling.status,
                note=telling.note,
                replaces=mistyped,
                created_at=telling.at,
            )
        )
        rows[-1].helpers = [staff.people[key] for key in telling.helpers]
    one.key_result.last_seq = len(rows)
    return rows


def value_at(key_result, telling, arrivals, steps):
    """What was typed, or what a derived key result stood at by then: None before its first reading."""
    if key_result.has_initiatives:
        return Decimal(sum(moment <= telling.at for moment in steps[key_result.pk][1]))
    if not key_result.is_automatic:
        return telling.value
    known = [reading.value for moment, reading in arrivals[key_result.pk] if moment <= telling.at]
    return known[-1] if known else None


def author_of(staff, one, telling):
    """The owner; now and then, where somebody contributes, one of those. Asking for help is the owner's."""
    if telling.helpers or telling.note:
        return one.key_result.owner
    writers = [one.told["owner"]] * 2 + one.told.get("contributors", [])
    return staff.people[story.pick(writers, one.told["key"], telling.period)]


def write_help(staff, rows, now):
    """Ask the people named; what is older than some days has been answered."""
    content_type = ContentType.objects.get_for_model(CheckIn)
    HelpRequest.objects.bulk_create(
        HelpRequest(
            company=staff.company,
            content_type=content_type,
            object_id=row.pk,
            asked_by=row.author,
            helper=helper,
            created_at=row.created_at,
            closed_at=row.created_at + ANSWERED_AFTER if row.created_at + 2 * ANSWERED_AFTER < now else None,
        )
        for row in rows
        for helper in row.helpers
    )
