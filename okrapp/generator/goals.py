"""Cycles, the objectives of each level in them, and their key results."""

from datetime import datetime, time, timedelta

from common.periods import fiscal_year, half_span, year_span
from goals.models import Cycle, KeyResult, Milestone, Objective
from okrapp.generator.writing import reserve_ids, write_objects

Level, State, Stage = Objective.Level, Objective.State, Cycle.Stage
LEVELS = [Level.COMPANY, Level.DEPARTMENT, Level.INDIVIDUAL]
COMPANY_EACH = 200
INDIVIDUAL = 0.2
PAST = 1 / 3
DRAFT, ARCHIVED, RESTRICTED = 0.03, 0.02, 0.02
ALIGNED, CONTRIBUTING = 0.6, 0.5
STRETCH = 0.3
KINDS = {
    KeyResult.Kind.REACH: 60,
    KeyResult.Kind.KEEP_AT_LEAST: 12,
    KeyResult.Kind.KEEP_AT_MOST: 10,
    KeyResult.Kind.KEEP_WITHIN: 8,
    KeyResult.Kind.MILESTONES: 10,
}
CONTRIBUTED = 0.2


def open_cycles(shop):
    """Write the half around the day, running; the two before, closed; and the year. Return them so."""
    company, day = shop.company, shop.plan.day
    start_month = company.fiscal_year_start_month
    year = fiscal_year(day, start_month)
    spans = [half_span(each, half, start_month) for each in (year, year - 1, year - 2) for half in (2, 1)]
    halves = [span for span in spans if span.start <= day][:3]
    cycles = [
        Cycle(kind=Cycle.Kind.HALF, starts_on=span.start, ends_on=span.end, stage=Stage.CLOSED) for span in halves
    ]
    span = year_span(year, start_month)
    cycles.append(Cycle(kind=Cycle.Kind.YEAR, starts_on=span.start, ends_on=span.end, stage=Stage.RUNNING))
    cycles[0].stage = Stage.RUNNING
    for cycle in cycles:
        cycle.company = shop.company
        cycle.save()
    return cycles


def set_objectives(shop, staff, cycles):
    """Write the objectives, still without figures, each after those it is aligned to; return them."""
    places = sorted(plan_places(shop, staff, cycles), key=lambda place: (LEVELS.index(place[0]), place[1]))
    written, by_place = [], {}
    for pk, (level, _depth, department, cycle) in zip(reserve_ids(Objective, len(places)), places, strict=True):
        owner = shop.dice.choice(staff.of(department))
        objective = objective_of(shop, pk, level, cycle, department, owner)
        align(shop, objective, department, by_place, cycles)
        if objective.is_published and not objective.is_restricted and level != Level.INDIVIDUAL:
            by_place.setdefault((cycle.pk, department and department.pk), []).append(objective)
        written.append(objective)
    write_objects(written)
    return written


def plan_places(shop, staff, cycles):
    """Yield (level, depth, department, cycle); depth sorts departments, so that the tree grows downwards."""
    current, *past, year = cycles
    for index in range(shop.plan.objectives):
        cycle = past[index % len(past)] if past and shop.chance(PAST) else current
        if index % COMPANY_EACH == 0 or not staff.departments:
            yield Level.COMPANY, 0, None, year if index % (2 * COMPANY_EACH) == 0 else cycle
            continue
        department = staff.departments[index % len(staff.departments)]
        level = Level.INDIVIDUAL if shop.chance(INDIVIDUAL) else Level.DEPARTMENT
        yield level, staff.depths[department.pk], department, cycle


def objective_of(shop, pk, level, cycle, department, owner):
    is_past = cycle.stage == Stage.CLOSED
    objective = Objective(
        pk=pk,
        company=shop.company,
        cycle=cycle,
        level=level,
        department=department if level == Level.DEPARTMENT else None,
        owner=owner,
        title=shop.pick("aims").format(place=shop.pick("places")),
        why=shop.pick("whys"),
        ambition=Objective.Ambition.STRETCH if shop.chance(STRETCH) else Objective.Ambition.COMMITTED,
        state=state_of(shop, is_past),
        visibility=Objective.Visibility.RESTRICTED if shop.chance(RESTRICTED) else Objective.Visibility.COMPANY,
        created_by=owner,
        created_at=opening(shop, cycle),
    )
    if objective.is_archived:
        objective.archived_at = objective.created_at + timedelta(days=30)
    objective.fill_search_text()
    return objective


def state_of(shop, is_past):
    if shop.chance(ARCHIVED):
        return State.ARCHIVED
    return State.DRAFT if not is_past and shop.chance(DRAFT) else State.ACTIVE


def opening(shop, cycle):
    return datetime.combine(cycle.starts_on, time(8), tzinfo=shop.company.zone)


def align(shop, objective, department, by_place, cycles):
    """Hang it under one of its department, of the department above, or of the company."""
    parents = find_parents(objective, department, by_place, cycles)
    if not parents or not shop.chance(ALIGNED):
        return
    objective.parent = shop.dice.choice(parents)
    objective.contribution = shop.pick("contributions")
    if not objective.is_restricted and shop.chance(CONTRIBUTING):
        objective.alignment = Objective.Alignment.CONTRIBUTES
        objective.alignment_weight = shop.dice.choice([1, 1, 1, 2, 3])


def find_parents(objective, department, by_place, cycles):
    current, year = cycles[0], cycles[-1]
    if objective.level == Level.COMPANY:
        return by_place.get((year.pk, None), []) if objective.cycle == current else []
    above = department.pk if objective.level == Level.INDIVIDUAL else department.parent_id
    return by_place.get((objective.cycle.pk, above), [])


def key_results_of(shop, staff, objective, pks):
    """The key results of one objective, not yet written."""
    people = staff.of(objective.department or objective.owner.department)
    return [key_result_of(shop, objective, pk, position, shop.dice.choice(people)) for position, pk in enumerate(pks)]


def key_result_of(shop, objective, pk, position, owner):
    kind = shop.dice.choices(list(KINDS), KINDS.values())[0]
    key_result = KeyResult(
        pk=pk,
        company=shop.company,
        objective=objective,
        owner=owner,
        title=shop.pick("measures").format(place=shop.pick("places")),
        kind=kind,
        unit="" if kind == KeyResult.Kind.MILESTONES else shop.pick("units"),
        weight=shop.dice.choice([1, 1, 1, 1, 2, 3]),
        starts_on=objective.cycle.starts_on,
        due_on=objective.cycle.ends_on,
        position=position,
        created_at=objective.created_at,
        **bounds_of(shop, kind),
    )
    key_result.fill_search_text()
    return key_result


def bounds_of(shop, kind):
    base, step = shop.dice.randrange(0, 200), shop.dice.randrange(10, 100)
    match kind:
        case KeyResult.Kind.REACH:
            return {"start": base, "target": base + step * shop.dice.choice([1, 1, 1, -1])}
        case KeyResult.Kind.KEEP_WITHIN:
            return {"low": base, "high": base + step}
        case KeyResult.Kind.MILESTONES:
            return {}
    return {"target": base}


def milestones_of(shop, key_results):
    """The milestones of those that have them, not yet written, by key result id."""
    having = [key_result for key_result in key_results if key_result.has_milestones]
    names = shop.words["milestones"]
    pks = iter(reserve_ids(Milestone, len(having) * len(names)))
    return {
        key_result.pk: [
            Milestone(pk=next(pks), key_result=key_result, name=name, weight=1 + place % 3, position=place)
            for place, name in enumerate(names)
        ]
        for key_result in having
    }


def add_contributors(shop, staff, key_results):
    through = KeyResult.contributors.through
    through.objects.bulk_create(
        [
            through(keyresult_id=key_result.pk, user_id=person.pk)
            for key_result in key_results
            if shop.chance(CONTRIBUTED)
            and (person := shop.dice.choice(staff.of(key_result.owner.department))) != key_result.owner
        ],
        batch_size=2000,
    )
