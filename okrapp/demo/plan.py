"""Cycles, objectives and key results as they were planned, before anybody checked in."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from common.periods import span_around
from goals.models import Cycle, KeyResult, Milestone, Objective

PLANNED_BEFORE = timedelta(days=9)


@dataclass
class Planned:
    """A key result with what the files tell of it."""

    key_result: KeyResult
    told: dict
    milestones: list


def write_cycles(company, day):
    """Create the quarter around the day (running), the one before (closed) and the year; return them."""
    month = company.fiscal_year_start_month
    running = span_around("quarter", day, month)
    past = span_around("quarter", running.start - timedelta(days=1), month)
    spans = {
        "year": (Cycle.Kind.YEAR, span_around("year", day, month), Cycle.Stage.RUNNING),
        "past": (Cycle.Kind.QUARTER, past, Cycle.Stage.CLOSED),
        "running": (Cycle.Kind.QUARTER, running, Cycle.Stage.RUNNING),
    }
    return {
        name: Cycle.objects.create(company=company, kind=kind, starts_on=span.start, ends_on=span.end, stage=stage)
        for name, (kind, span, stage) in spans.items()
    }


def write_plan(staff, cycles, content):
    """Create objectives, parents first, with their key results; return (objectives by key, Planned ones)."""
    objectives, planned = {}, []
    open_rows = list(content)
    while open_rows:
        row = open_rows.pop(0)
        if row.get("parent") and row["parent"] not in objectives:
            open_rows.append(row)
            continue
        objective = write_objective(staff, cycles, row, objectives.get(row.get("parent")))
        objectives[row["key"]] = objective
        planned += [
            write_key_result(staff, cycles, objective, told, position)
            for position, told in enumerate(row["key_results"])
        ]
    return objectives, planned


def write_objective(staff, cycles, row, parent):
    owner, cycle = staff.people[row["owner"]], cycles[row["cycle"]]
    visibility = Objective.Visibility.RESTRICTED if row.get("restricted") else Objective.Visibility.COMPANY
    return Objective.objects.create(
        company=staff.company,
        cycle=cycle,
        level=row.get("level", Objective.Level.INDIVIDUAL),
        department=staff.departments[row.get("department", "")],
        owner=owner,
        title=row["title"],
        why=row["why"],
        ambition=row["ambition"],
        state=row.get("state", Objective.State.ACTIVE),
        visibility=visibility,
        parent=parent,
        alignment=row.get("link", Objective.Alignment.SUPPORTS),
        alignment_weight=row.get("link_weight", 1),
        contribution=row.get("contribution", ""),
        created_by=owner,
        created_at=planned_at(cycle, staff.company),
        proposed_by=owner if row.get("proposed") else None,
        proposed_at=planned_at(cycle, staff.company) if row.get("proposed") else None,
    )


def planned_at(cycle, company):
    return datetime.combine(cycle.starts_on - PLANNED_BEFORE, time(10), tzinfo=company.zone)


def write_key_result(staff, cycles, objective, told, position):
    cycle = objective.cycle
    key_result = KeyResult.objects.create(
        company=staff.company,
        objective=objective,
        owner=staff.people[told["owner"]],
        title=told["title"],
        kind=told["kind"],
        unit=told.get("unit", ""),
        weight=told.get("weight", 1),
        starts_on=cycle.starts_on,
        due_on=cycles[told["due"]].ends_on if "due" in told else cycle.ends_on,
        position=position,
        created_at=objective.created_at,
        **{name: told.get(name) for name in ("start", "target", "low", "high")},
    )
    key_result.contributors.add(*(staff.people[key] for key in told.get("contributors", [])))
    return Planned(key_result, told, write_milestones(key_result, told))


def write_milestones(key_result, told):
    named = zip(told.get("milestones", []), told.get("weights", []), strict=True)
    return [
        Milestone.objects.create(key_result=key_result, name=name, weight=weight, position=position)
        for position, (name, weight) in enumerate(named)
    ]
