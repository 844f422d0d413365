"""Goes through the days of the story and keeps the figures and points that the product would have kept."""

from collections import defaultdict
from dataclasses import asdict

from goals.domain.figures import Figures, Tally, key_result_figures, objective_progress, objective_status
from goals.models import KeyResult, Objective, ProgressPoint
from goals.models.fields import Status

STORED = [*Figures.__dataclass_fields__, "last_seq", "closing_reason"]


class Replay:
    """The company's objectives and key results in memory, on one day after the other."""

    def __init__(self, objectives, planned, arrivals, steps):
        self.objectives = {objective.pk: objective for objective in objectives.values()}
        self.key_results = {one.key_result.pk: one.key_result for one in planned}
        self.milestones = {one.key_result.pk: one.milestones for one in planned}
        self.below, self.children = defaultdict(list), defaultdict(list)
        for key_result in self.key_results.values():
            self.below[key_result.objective_id].append(key_result)
        for objective in self.objectives.values():
            self.children[objective.parent_id].append(objective)
        self.check_ins = defaultdict(list)
        self.arrivals = {
            pk: [(self.key_results[pk].company.day_of(moment), reading) for moment, reading in found]
            for pk, found in arrivals.items()
        }
        self.steps = {
            pk: (total, [self.key_results[pk].company.day_of(moment) for moment in moments])
            for pk, (total, moments) in steps.items()
        }
        self.points = {}

    def run(self, rows, acts, last_day):
        """Bring every figure from the first day to ``last_day``: check-in rows, and acts by key result id."""
        written, ended = defaultdict(list), defaultdict(list)
        for row in sorted(rows, key=lambda row: row.created_at):
            written[row.created_at.date()].append(row)
        for pk, act in acts.items():
            ended[act.at.date()].append((self.key_results[pk], act))
        starts = {objective.cycle.starts_on for objective in self.objectives.values()}
        arrived = {day for found in self.arrivals.values() for day, _reading in found}
        arrived |= {day for _total, days in self.steps.values() for day in days}
        for day in sorted(day for day in starts | set(written) | set(ended) | arrived if day <= last_day):
            self.pass_day(day, written[day], ended[day])

    def pass_day(self, day, rows, acts):
        beginning = [item for item in self.objectives.values() if item.cycle.starts_on == day]
        touched = [key_result for objective in beginning for key_result in self.below[objective.pk]]
        for row in rows:
            self.take(row)
        for key_result, act in acts:
            key_result.status, key_result.closing_reason = act.status, act.reason
        touched += [row.key_result for row in rows] + [key_result for key_result, _act in acts]
        touched += [self.key_results[pk] for pk, found in self.arrivals.items() if day in dict(found)]
        touched += [self.key_results[pk] for pk, (_total, days) in self.steps.items() if day in days]
        for key_result in touched:
            self.refresh_key_result(key_result, day)
        for objective in beginning + [self.objectives[item.objective_id] for item in touched]:
            self.roll_up(objective, day)

    def take(self, row):
        """Add a check-in to those that count, in the place of the one it corrects."""
        counting = self.check_ins[row.key_result_id]
        counting[:] = [other for other in counting if other.pk != row.replaces_id]
        counting.append(row)
        counting.sort(key=lambda other: other.position)

    def refresh_key_result(self, key_result, day):
        figures = key_result_figures(
            key_result, self.check_ins[key_result.pk], self.milestones[key_result.pk], self.source(key_result.pk, day)
        )
        for name, value in asdict(figures).items():
            setattr(key_result, name, value)
        self.mark(day, key_result, key_result=key_result)

    def source(self, pk, day):
        """What a derived key result follows on that day."""
        if pk in self.steps:
            total, days = self.steps[pk]
            return Tally(sum(done <= day for done in days), total)
        return [reading for arrived, reading in self.arrivals.get(pk, ()) if arrived <= day]

    def roll_up(self, objective, day):
        """Refresh the objective and, while something changes, what it contributes to."""
        while self.refresh_objective(objective, day) and objective.counts_in_parent:
            objective = self.objectives[objective.parent_id]

    def refresh_objective(self, objective, day):
        key_results = self.below[objective.pk]
        progress = objective_progress(
            [(item.progress, item.weight) for item in key_results if item.status != Status.DROPPED],
            [
                (child.progress, child.alignment_weight)
                for child in self.children[objective.pk]
                if child.counts_in_parent
            ],
        )
        status = objective_status([item.status for item in key_results])
        has_changed = (progress, status) != (objective.progress, objective.status)
        objective.progress, objective.status = progress, status
        self.mark(day, objective, objective=objective)
        return has_changed

    def mark(self, day, subject, **key):
        self.points[subject._meta.model_name, subject.pk, day] = ProgressPoint(
            company_id=subject.company_id,
            on=day,
            progress=subject.progress,
            status=subject.status,
            **key,
        )

    def store(self):
        """Write the last day's figures and all points."""
        KeyResult.objects.bulk_update(self.key_results.values(), STORED, batch_size=50)
        Objective.objects.bulk_update(self.objectives.values(), ["progress", "status"], batch_size=50)
        ProgressPoint.objects.bulk_create(self.points.values(), batch_size=500)
