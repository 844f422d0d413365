"""The mail that goals give rise to: who is owed it. What it says is composed above, where KPIs join in."""

from goals.domain.reminders import plan_reminders
from notifications.registry import planner

planner(plan_reminders)
