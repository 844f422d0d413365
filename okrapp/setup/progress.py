"""Where a company's set-up stands."""

from django.urls import reverse
from django.utils.translation import pgettext

from people.models import Company

STEPS = Company.SetupStep.values


def step_labels():
    """The steps in order, the founding of the company first."""
    return [pgettext("tenant", "Company"), *(str(label) for label in Company.SetupStep.labels)]


def step_url(step):
    return reverse(f"setup-{step}")


def continue_url(company):
    """The page on which set-up goes on, or "" once it is finished."""
    return step_url(company.setup_step) if company.setup_step else ""


def next_step(step):
    return STEPS[STEPS.index(step) + 1]


def previous_url(step):
    """The page before; the founding cannot be gone back to."""
    place = STEPS.index(step)
    return step_url(STEPS[place - 1]) if place else ""
