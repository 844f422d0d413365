"""Which terms of a key result fit each other, whoever asks for them."""

from copy import copy
from datetime import timedelta

from django.utils.translation import gettext as _

from goals.domain.errors import GoalError
from goals.models import KeyResult

FARTHEST = timedelta(days=5 * 366)
VALUES = {"start", "target", "low", "high"}
NEEDED_VALUES = {
    KeyResult.Kind.REACH: {"start", "target"},
    KeyResult.Kind.KEEP_AT_LEAST: {"target"},
    KeyResult.Kind.KEEP_AT_MOST: {"target"},
    KeyResult.Kind.KEEP_WITHIN: {"low", "high"},
    KeyResult.Kind.MILESTONES: set(),
    KeyResult.Kind.INITIATIVES: set(),
}
OPTIONAL_VALUES = {KeyResult.Kind.KEEP_AT_LEAST: {"start"}, KeyResult.Kind.KEEP_AT_MOST: {"start"}}


def check_asked(key_result, terms):
    """Raise GoalError, naming the field, unless other terms of the key result, a dict, fit each other."""
    asked = copy(key_result)
    for name, value in terms.items():
        setattr(asked, name, value)
    check_days(asked)
    check_values(asked)


def check_days(key_result):
    """Its check-in periods are walked week by week from the cycle's first day to its due date."""
    cycle = key_result.objective.cycle
    if key_result.starts_on > key_result.due_on:
        raise GoalError(_("The due date lies before the start."), "due_on")
    if cycle.starts_on - key_result.starts_on > FARTHEST:
        raise GoalError(_("This day lies more than five years outside the cycle."), "starts_on")
    if key_result.due_on - cycle.ends_on > FARTHEST:
        raise GoalError(_("This day lies more than five years outside the cycle."), "due_on")


def check_values(key_result):
    for name in sorted(NEEDED_VALUES[key_result.kind]):
        if getattr(key_result, name) is None:
            raise GoalError(_("Enter a number."), name)
    if key_result.kind == KeyResult.Kind.REACH and key_result.start == key_result.target:
        raise GoalError(_("Start and target are the same: there is nothing to reach."), "target")
    if key_result.kind == KeyResult.Kind.KEEP_WITHIN and key_result.low > key_result.high:
        raise GoalError(_("The lower bound lies above the upper one."), "high")
