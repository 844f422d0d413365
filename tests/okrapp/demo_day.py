"""A morning in the demo company."""

from datetime import date, datetime, time, timedelta

from goals.domain.figures import (
    counting_children,
    counting_key_results,
    key_result_figures,
    objective_progress,
    objective_status,
)
from goals.models import CheckIn, KeyResult, Objective, ProgressPoint
from goals.queries.week import week_of
from kpis.models import Measurement, MeasurementEntry
from people.models import User

MID_QUARTER = date(2026, 11, 21)


def morning(company, day):
    return datetime.combine(day, time(9), tzinfo=company.zone)


def due_by_person(company, day):
    return {
        person.email: week_of(person, morning(company, day)).due
        for person in User.objects.select_related("company", "department")
    }


def assert_no_contradictions(company, day):
    assert len(due_by_person(company, day)["sakura.tanaka@midori.example"]) == 3
    assert not CheckIn.objects.filter(created_at__gte=morning(company, day)).exists()
    assert not ProgressPoint.objects.filter(on__gt=day).exists()
    assert not MeasurementEntry.objects.filter(created_at__gte=morning(company, day)).exists()
    assert not Measurement.objects.filter(starts_on__gte=day).exists()
    assert_figures_are_true()
    assert_check_ins_lie_in_their_period(company)


def assert_figures_are_true():
    """Compute every stored figure anew from the rows below it, as the repair does."""
    for key_result in KeyResult.objects.prefetch_related("milestones"):
        check_ins = list(key_result.check_ins.effective())
        figures = key_result_figures(key_result, check_ins, key_result.milestones.all())
        assert figures.progress == key_result.progress, key_result
        assert (figures.current, figures.status) == (key_result.current, key_result.status)
        assert figures.last_check_in_at == key_result.last_check_in_at
        assert key_result.last_seq == key_result.check_ins.count()
    for objective in Objective.objects.all():
        below = counting_key_results([objective.pk]).values_list("progress", "weight")
        children = counting_children([objective.pk]).values_list("progress", "alignment_weight")
        assert objective_progress(below, children) == objective.progress, objective
        statuses = objective.key_results.values_list("status", flat=True)
        assert objective_status(statuses) == objective.status
        last = objective.points.order_by("on").last()
        assert last is None or (last.progress, last.status) == (objective.progress, objective.status)


def assert_check_ins_lie_in_their_period(company):
    for check_in in CheckIn.objects.all():
        written_on = check_in.created_at.astimezone(company.zone).date()
        assert check_in.period <= written_on <= check_in.period + timedelta(days=9)
