import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goals.progress import (
    OutOfRange,
    clip,
    disagreement,
    forecast,
    gap,
    held,
    is_stale,
    keep_pace,
    key_result_progress,
    objective_pace,
    pace,
    pace_word,
    quantize,
    roll_up,
    share_done,
    worst_status,
)

GOLDEN = Path(__file__).parents[1] / "golden"
MONDAY = date(2026, 11, 16)

values = st.decimals(-(10**9), 10**9, places=6)
shares = st.decimals(-2, 3, places=4)
weights = st.integers(1, 100)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def golden(name):
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def number(text):
    return Decimal(text) if text not in ("", "null") else None


def rolled_up_item(text):
    progress, weight = text.split("*")
    return number(progress), int(weight)


# Worked cases


@pytest.mark.parametrize("row", golden("progress.csv"))
def test_progress_is_as_worked_by_hand(row):
    bounds = {name: number(row[name]) for name in ("start", "target", "low", "high")}
    check_ins = [Decimal(value) for value in row["values"].split()]

    assert str(key_result_progress(row["kind"], **bounds, values=check_ins)) == row["progress"]


@pytest.mark.parametrize("row", golden("rollup.csv"))
def test_roll_up_is_as_worked_by_hand(row):
    counted = [rolled_up_item(item) for item in row["items"].split() if not item.endswith("!")]

    assert str(roll_up(counted) or "") == row["progress"]


@pytest.mark.parametrize("row", golden("pace.csv"))
def test_pace_is_as_worked_by_hand(row):
    day, start, due = (date.fromisoformat(row[name]) for name in ("day", "start", "due"))

    assert str(pace(day, start, due)) == row["pace"]


# Rounding


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.00005", "0.0001"),
        ("0.00004999", "0.0000"),
        ("-0.00005", "-0.0001"),
        ("-0.00004", "0.0000"),
        ("-0", "0.0000"),
        ("0.66665", "0.6667"),
        ("1E+2", "100.0000"),
    ],
)
def test_rounding_is_half_up_to_four_decimals_without_minus_zero(value, rounded):
    assert str(quantize(Decimal(value))) == rounded


@given(values)
def test_rounding_twice_changes_nothing(value):
    assert str(quantize(quantize(value))) == str(quantize(value))


# Reach


def reach(start, target, *current):
    return key_result_progress("reach", start=start, target=target, values=current)


@given(values, values)
def test_reach_is_0_at_the_start_and_1_at_the_target(start, target):
    assume(start != target)
    assume(abs(target - start) > Decimal("0.001"))

    assert reach(start, target, start) == 0
    assert reach(start, target, target) == 1


@given(values, values, values, values)
def test_reach_grows_towards_the_target(start, target, one, other):
    assume(abs(target - start) >= 100)
    nearer, farther = sorted((one, other), reverse=target < start)

    assert reach(start, target, nearer) <= reach(start, target, farther)


@given(values, values, values)
def test_reach_is_the_same_for_raising_and_its_mirror_image(start, target, current):
    assume(abs(target - start) >= 100)

    assert reach(start, target, current) == reach(-start, -target, -current)


@given(st.lists(values, min_size=1), values)
def test_reach_looks_at_the_latest_value_only(earlier, latest):
    assert reach(Decimal(0), Decimal(100), *earlier, latest) == reach(Decimal(0), Decimal(100), latest)


def test_reach_without_a_value_is_0_even_where_the_start_is_not():
    assert reach(Decimal(40), Decimal(80)) == 0


def test_reach_refuses_a_target_that_is_the_start():
    with pytest.raises(ValueError, match="differs from its start"):
        reach(Decimal(5), Decimal(5), Decimal(5))


@pytest.mark.parametrize("current", ["99999999", "-99999999"])
def test_progress_up_to_the_limit_can_be_stored(current):
    assert reach(Decimal(0), Decimal(1), Decimal(current)) == Decimal(current)


@pytest.mark.parametrize("current", ["99999999.0001", "-99999999.0001", "999999999999999"])
def test_progress_beyond_the_limit_is_refused(current):
    with pytest.raises(OutOfRange):
        reach(Decimal(0), Decimal(1), Decimal(current))


def test_the_widest_numbers_that_can_be_typed_are_refused_as_out_of_range():
    with pytest.raises(OutOfRange):
        reach(Decimal("-0.000001"), Decimal(0), Decimal("-999999999999999"))


def test_fifteen_digits_lose_nothing():
    progress = reach(Decimal("0.000001"), Decimal(999_999_999_999_999), Decimal("499999999999999.5"))

    assert progress == Decimal("0.5000")


# Keep


@pytest.mark.parametrize(
    ("kind", "value", "keeps"),
    [
        ("keep_at_least", "89.999999", False),
        ("keep_at_least", "90", True),
        ("keep_at_least", "90.000", True),
        ("keep_at_most", "90", True),
        ("keep_at_most", "90.000001", False),
        ("keep_at_most", "-5", True),
        ("keep_within", "18", True),
        ("keep_within", "22", True),
        ("keep_within", "17.999999", False),
        ("keep_within", "22.000001", False),
    ],
)
def test_a_bound_itself_is_kept(kind, value, keeps):
    assert held(kind, Decimal(value), target=Decimal(90), low=Decimal(18), high=Decimal(22)) is keeps


def test_a_band_may_be_one_number_wide():
    assert held("keep_within", Decimal(4), low=Decimal(4), high=Decimal(4))


@pytest.mark.parametrize("kind", ["reach", "milestones", "initiatives"])
def test_only_keep_kinds_have_a_bound(kind):
    with pytest.raises(ValueError, match=kind):
        held(kind, Decimal(1), target=Decimal(1))


@given(st.lists(values, min_size=1), values)
def test_kept_periods_are_a_share_whatever_their_order(check_ins, target):
    progress = key_result_progress("keep_at_least", target=target, values=check_ins)

    assert 0 <= progress <= 1
    assert progress == key_result_progress("keep_at_least", target=target, values=sorted(check_ins))


@given(st.lists(values, min_size=1), values)
def test_a_floor_is_a_ceiling_upside_down(check_ins, target):
    upside_down = [-value for value in check_ins]

    assert key_result_progress("keep_at_least", target=target, values=check_ins) == key_result_progress(
        "keep_at_most", target=-target, values=upside_down
    )


@pytest.mark.parametrize("kind", ["keep_at_least", "keep_at_most", "keep_within", "milestones", "reach"])
def test_nothing_reported_yet_is_0(kind):
    assert str(key_result_progress(kind)) == "0.0000"


def test_values_may_be_any_iterable():
    check_ins = (Decimal(value) for value in (91, 89))

    assert key_result_progress("keep_at_least", target=Decimal(90), values=check_ins) == Decimal("0.5")


# Milestones


@pytest.mark.parametrize(
    ("done", "total", "progress"),
    [(0, 0, "0.0000"), (0, 6, "0.0000"), (1, 3, "0.3333"), (2, 3, "0.6667"), (6, 6, "1.0000")],
)
def test_milestones_are_the_share_of_the_weight_done(done, total, progress):
    assert str(share_done(done, total)) == progress


def test_milestones_take_the_latest_weight_done():
    progress = key_result_progress("milestones", target=Decimal(8), values=[Decimal(6), Decimal(2)])

    assert progress == Decimal("0.25")


def test_milestones_removed_after_a_check_in_leave_0():
    assert key_result_progress("milestones", target=Decimal(0), values=[Decimal(2)]) == 0


# Roll-up


@given(st.lists(st.tuples(st.none() | shares, weights)), st.randoms())
def test_the_order_of_the_items_does_not_matter(items, random):
    shuffled = random.sample(items, len(items))

    assert roll_up(shuffled) == roll_up(items)


@given(st.lists(st.tuples(shares, weights), min_size=1))
def test_a_mean_lies_between_its_items(items):
    clipped = [clip(progress) for progress, _ in items]

    assert min(clipped) <= roll_up(items) <= max(clipped)


@given(shares, weights)
def test_one_item_is_its_own_mean_whatever_its_weight(progress, weight):
    assert roll_up([(progress, weight)]) == quantize(clip(progress))


@given(st.lists(st.tuples(shares, st.integers(1, 10)), min_size=1), st.integers(2, 10))
def test_only_the_proportion_of_weights_counts(items, factor):
    assert roll_up((progress, weight * factor) for progress, weight in items) == roll_up(items)


@given(st.lists(st.tuples(shares, weights), min_size=1), weights)
def test_an_item_without_progress_changes_nothing(items, weight):
    assert roll_up([*items, (None, weight)]) == roll_up(items)


@given(st.lists(st.tuples(shares, weights), min_size=1), weights)
def test_finishing_an_item_never_lowers_the_mean(items, weight):
    assert roll_up([*items, (Decimal(1), weight)]) >= roll_up(items)


@pytest.mark.parametrize("items", [[], [(None, 1)], [(None, 3), (None, 100)]])
def test_nothing_that_counts_is_no_progress_rather_than_0(items):
    assert roll_up(items) is None


def test_no_progress_at_all_is_0_rather_than_nothing():
    assert str(roll_up([(Decimal("-0.5"), 1), (Decimal(0), 2)])) == "0.0000"


# Pace


@given(days, days, days, days)
def test_pace_never_falls_as_days_pass(one, other, start, due):
    start, due = sorted((start, due))
    earlier, later = sorted((one, other))

    assert 0 <= pace(earlier, start, due) <= pace(later, start, due) <= 1


@given(days, st.integers(1, 4000))
def test_pace_is_0_on_the_first_day_and_1_on_the_last(start, length):
    due = start + timedelta(days=length)

    assert pace(start, start, due) == 0
    assert pace(due, start, due) == 1


@pytest.mark.parametrize(("has_value", "share"), [(False, "0.0000"), (True, "1.0000")])
def test_keeping_asks_for_everything_from_the_first_value_on(has_value, share):
    assert str(keep_pace(has_value)) == share


def test_an_objective_s_pace_weighs_its_items():
    assert objective_pace([(Decimal("0.5604"), 1), (Decimal(1), 3)]) == Decimal("0.8901")


def test_an_objective_of_which_nothing_counts_has_no_pace():
    assert objective_pace([]) is None


# Gap, forecast


@pytest.mark.parametrize(
    ("progress", "pace_today", "difference"),
    [
        ("0.3800", "0.5604", "-0.1804"),
        ("1.5000", "0.9000", "0.1000"),
        ("-0.0500", "0.2000", "-0.2000"),
        ("0.5604", "0.5604", "0.0000"),
    ],
)
def test_the_gap_holds_progress_to_0_and_1(progress, pace_today, difference):
    assert str(gap(Decimal(progress), Decimal(pace_today))) == difference


@pytest.mark.parametrize(("progress", "pace_today"), [(None, Decimal(1)), (Decimal(1), None), (None, None)])
def test_there_is_no_gap_without_both_figures(progress, pace_today):
    assert gap(progress, pace_today) is None


@pytest.mark.parametrize(
    ("difference", "word"),
    [
        ("0.4000", "on_pace"),
        ("0.0000", "on_pace"),
        ("-0.1000", "on_pace"),
        ("-0.1001", "slow"),
        ("-0.2500", "slow"),
        ("-0.2501", "far_behind"),
        ("-1.0000", "far_behind"),
    ],
)
def test_the_gap_in_words(difference, word):
    assert pace_word(Decimal(difference)) == word


def test_no_gap_has_no_word():
    assert pace_word(None) is None


@pytest.mark.parametrize(
    ("start", "current", "pace_then", "expected"),
    [
        ("40", "55", "0.5604", "66.7666"),
        ("9", "6.2", "0.5000", "3.4000"),
        ("40", "38", "0.5000", "36.0000"),
        ("0", "10", "0.1000", "100.0000"),
        ("0", "10", "1.0000", "10.0000"),
        ("5", "5", "0.3000", "5.0000"),
    ],
)
def test_the_forecast_goes_on_at_the_same_speed(start, current, pace_then, expected):
    assert str(forecast(Decimal(start), Decimal(current), Decimal(pace_then))) == expected


@pytest.mark.parametrize("pace_then", [None, Decimal("0.0000"), Decimal("0.0999")])
def test_the_first_days_allow_no_forecast(pace_then):
    assert forecast(Decimal(0), Decimal(10), pace_then) is None


# Status


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [
        ([], "none"),
        (["none"], "none"),
        (["dropped"], "none"),
        (["done"], "done"),
        (["done", "done", "dropped"], "done"),
        (["done", "none"], "none"),
        (["none", "on_track"], "on_track"),
        (["on_track", "done"], "on_track"),
        (["on_track", "at_risk"], "at_risk"),
        (["at_risk", "off_track", "on_track"], "off_track"),
        (["dropped", "off_track"], "off_track"),
        (["done", "at_risk", "none", "dropped"], "at_risk"),
    ],
)
def test_the_worst_live_word_speaks_for_the_objective(statuses, worst):
    assert worst_status(statuses) == worst
    assert worst_status(reversed(statuses)) == worst


@pytest.mark.parametrize(
    ("days_ago", "cadence_days", "stale"),
    [(0, 7, False), (10, 7, False), (11, 7, True), (17, 14, False), (18, 14, True), (-3, 7, False)],
)
def test_silence_is_stale_three_days_after_the_cadence(days_ago, cadence_days, stale):
    last = MONDAY - timedelta(days=days_ago)

    assert is_stale(last, date(2026, 10, 1), MONDAY, cadence_days) is stale
    assert is_stale(None, last, MONDAY, cadence_days) is stale


@pytest.mark.parametrize(
    ("status", "word", "expected"),
    [
        ("on_track", "far_behind", "owner_optimistic"),
        ("off_track", "on_pace", "owner_cautious"),
        ("on_track", "slow", None),
        ("on_track", "on_pace", None),
        ("off_track", "slow", None),
        ("off_track", "far_behind", None),
        ("at_risk", "far_behind", None),
        ("at_risk", "on_pace", None),
        ("none", "far_behind", None),
        ("on_track", None, None),
        ("done", "far_behind", None),
    ],
)
def test_owner_and_pace_disagree_only_when_plainly_so(status, word, expected):
    assert disagreement(status, word) == expected
