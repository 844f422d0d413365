"""When somebody is reminded of a check-in that was due: two mails, then no more. Dates in and out, no query.

A later due date takes the place of the one before it, so that one silence never stands on two ladders.
"""

from people.working_days import add_working_days, is_working_day

# For each step: from which working day after the due date, and up to which it is not yet too late.
STEPS = {"+2": (2, 5), "+5": (5, 8)}
LAST_STEP = "+5"


def step_on(company, due_on, day):
    """The step of the due date's ladder that is reached on the day; None before, between and after, and at rest."""
    if not is_working_day(company, day):
        return None
    for step, (begins, ends) in STEPS.items():
        if add_working_days(company, due_on, begins) <= day < add_working_days(company, due_on, ends):
            return step
    return None


def reminder_on(company, due_days, day):
    """(due date, step) of the reminder that stands for all on the day, by the latest; None where there is none."""
    steps = ((due_on, step_on(company, due_on, day)) for due_on in due_days)
    return max((pair for pair in steps if pair[1]), default=None)
