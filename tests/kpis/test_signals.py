from decimal import Decimal

import pytest

from kpis.signals import Limits, Signal, natural_limits, signals

STEADY = [10, 12, 10, 12, 10, 12, 10, 12]


def test_too_few_points_give_no_limits():
    assert natural_limits(STEADY[:7]) is None


def test_limits_lie_2_66_mean_moving_ranges_from_the_mean():
    limits = natural_limits(STEADY)

    assert (limits.mean, limits.lower, limits.upper) == (11, Decimal("5.68"), Decimal("16.32"))


def test_limits_are_frozen_at_the_twentieth_point():
    values = (STEADY * 3)[:20]

    assert natural_limits([*values, 99, 99]) == natural_limits(values)


def test_what_stands_still_gives_no_signal():
    values = [Decimal("14.44")] * 20

    assert signals(values, natural_limits(values)) == {}


LIMITS = Limits(mean=10, lower=5, upper=15)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10, 15, 5], {}),
        ([16], {0: Signal.ABOVE}),
        ([Decimal("4.9")], {0: Signal.BELOW}),
        ([11] * 7, {}),
        ([11] * 8, {7: Signal.RUN_ABOVE}),
        ([9] * 9, {7: Signal.RUN_BELOW, 8: Signal.RUN_BELOW}),
        ([11] * 7 + [10] + [11] * 7, {}),
        ([11] * 4 + [9] * 8, {11: Signal.RUN_BELOW}),
        ([11] * 7 + [20], {7: Signal.ABOVE}),
    ],
)
def test_only_what_is_more_than_noise_is_a_signal(values, expected):
    assert signals(values, LIMITS) == expected
