"""Initiatives of the demo company, ticked week by week, and when that moved the key results that count them."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from goals.models import ActionItem, Dependency, Initiative, ServedKeyResult
from kpis.models import InitiativeLink

TICKED_AFTER, TICKED_AT = timedelta(days=2), time(15, 20)
State = Initiative.State


def write_initiatives(staff, planned, kpis, told, first, now):
    """Write what the files tell as it stands at ``now``; ``first`` is the running quarter's first day.

    ``kpis`` are those of the company by their codes.

    Return {key result id: (how many action items, the moments they were done)} of those that count them.
    """
    key_results = {one.told["key"]: one.key_result for one in planned}
    written, steps = {}, defaultdict(lambda: (0, []))
    for row in told:
        initiative = write_initiative(staff, row, first, now)
        items = write_items(staff, initiative, row, first, now)
        written[row["key"]] = initiative
        served = [key_results[key] for key in row["serves"]]
        ServedKeyResult.objects.bulk_create(ServedKeyResult(initiative=initiative, key_result=kr) for kr in served)
        for key_result in served:
            if key_result.has_initiatives:
                total, moments = steps[key_result.pk]
                done = [item.done_at for item in items if item.is_done]
                steps[key_result.pk] = total + len(items), sorted([*moments, *done])
    Dependency.objects.bulk_create(
        Dependency(initiative=written[row["key"]], needed=written[key])
        for row in told
        for key in row.get("needs", [])
    )
    InitiativeLink.objects.bulk_create(
        InitiativeLink(initiative=written[row["key"]], kpi=kpis[code]) for row in told for code in row.get("kpis", [])
    )
    return dict(steps)


def write_initiative(staff, row, first, now):
    owner = staff.people[row["owner"]]
    state = state_of(row, first, now)
    return Initiative.objects.create(
        company=staff.company,
        owner=owner,
        created_by=owner,
        title=row["title"],
        description=row["description"],
        priority=row["priority"],
        starts_on=week_of(first, row["from"]),
        due_on=week_of(first, row["to"]) + timedelta(days=4),
        state=state,
        closing_reason=row["dropped_because"] if state == State.DROPPED else "",
        ended_on=ended_on(row, first, state),
        created_at=datetime.combine(first - timedelta(days=3), time(11), tzinfo=now.tzinfo),
    )


def write_items(staff, initiative, row, first, now):
    items = []
    for position, (text, week) in enumerate(zip(row["items"], row["done"], strict=True)):
        key = row.get("owners", {}).get(str(position))
        doer = staff.people[key or row["owner"]]
        at = ticked_at(first, week, now)
        items.append(
            ActionItem(
                initiative=initiative,
                text=text,
                position=position,
                owner=doer if key else None,
                due_on=week_of(first, week) + timedelta(days=4) if key and week else None,
                done_at=at,
                done_by=doer if at else None,
            )
        )
    return ActionItem.objects.bulk_create(items)


def state_of(row, first, now):
    done = [ticked_at(first, week, now) for week in row["done"]]
    if row.get("dropped") and week_of(first, row["dropped"]) <= now.date():
        return State.DROPPED
    if all(done):
        return State.DONE
    return State.DOING if any(done) or week_of(first, row["from"]) <= now.date() else State.PLANNED


def ended_on(row, first, state):
    """The day on which the last action item was ticked, or the Monday on which it was dropped; None while open."""
    if state == State.DROPPED:
        return week_of(first, row["dropped"])
    return week_of(first, max(row["done"])) + TICKED_AFTER if state == State.DONE else None


def ticked_at(first, week, now):
    """The moment in that week, if it has come by ``now``."""
    moment = datetime.combine(week_of(first, week) + TICKED_AFTER, TICKED_AT, tzinfo=now.tzinfo)
    return moment if week and moment < now else None


def week_of(first, week):
    """The Monday of that week; of the first one the day the quarter begins."""
    return max(first, first + timedelta(days=7 * (week - 1) - first.weekday()))
