"""A KPI before an initiative and since: what is compared, and what is honestly not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpis.domain.signals import Reading, stretches
from kpis.effect import Finding, effect

START = date(2026, 3, 2)
WEEK = timedelta(days=7)


def compare(values, *, begins, breaks=(), by_last=False):
    """Weekly values from March on; the initiative begins with week ``begins``, breaks with the weeks named."""
    readings = [
        Reading(f"W{n}", START + n * WEEK + timedelta(days=6), Decimal(value)) for n, value in enumerate(values)
    ]
    day = START + begins * WEEK
    parts = stretches(readings, {START + n * WEEK for n in breaks})
    return effect(parts, lambda each: each.ends_on < day, lambda each: each.ends_on >= day, by_last=by_last)


@pytest.mark.parametrize(
    ("values", "begins", "breaks", "finding"),
    [
        ([1, 2, 3, 4], 2, [], Finding.COMPARED),
        ([], 2, [], Finding.TOO_FEW_BEFORE),
        ([1, 2, 3], 1, [], Finding.TOO_FEW_BEFORE),
        ([1, 2, 3], 2, [], Finding.TOO_FEW_SINCE),
        # A break on the first day, soon after it, shortly before it; and breaks that leave enough on both sides.
        ([1, 2, 3, 4], 2, [2], Finding.BROKEN),
        ([1, 2, 3, 4, 5], 2, [3], Finding.BROKEN),
        ([1, 2, 3, 4, 5], 3, [2], Finding.BROKEN),
        ([1, 2, 3, 4, 5, 6], 4, [2], Finding.COMPARED),
        ([1, 2, 3, 4, 5, 6], 2, [4], Finding.COMPARED),
    ],
)
def test_only_what_means_the_same_is_compared(values, begins, breaks, finding):
    assert compare(values, begins=begins, breaks=breaks).finding == finding


@pytest.mark.parametrize(("begins", "breaks", "cut"), [(2, [2], 0), (5, [1, 4], 1), (3, [1, 5], 1)])
def test_the_break_that_lies_between_is_named(begins, breaks, cut):
    found = compare(range(7), begins=begins, breaks=breaks)

    assert (found.finding, found.cut) == ((Finding.BROKEN, cut) if begins != 3 else (Finding.COMPARED, 0))


def test_at_most_six_on_each_side_count():
    found = compare([100, *[10] * 6, *[20] * 7], begins=7)

    assert (found.before.value, found.since.value, found.difference) == (10, 20, 10)
    assert (len(found.before.readings), len(found.since.readings)) == (6, 6)


def test_the_last_actual_can_stand_for_a_side():
    assert compare([5, 4, 3, 2], begins=2, by_last=True).difference == -2


@pytest.mark.parametrize(("since", "is_signal"), [([10, 11], False), ([10, 40], True)])
def test_a_signal_is_more_than_chance(since, is_signal):
    quiet = [10, 11] * 4
    assert compare([*quiet, *since], begins=8).is_signal is is_signal
    assert compare([*quiet[:4], *since], begins=4).is_signal is None
