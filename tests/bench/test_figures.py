"""The arithmetic of the bench, and that its floors and its databases stay what they are meant to be."""

import ast
import json
from pathlib import Path

import pytest

from bench.databases import NotForMeasuring, address_of
from bench.figures import Sample, growth, percentile, ratio_of_pairs
from bench.goals import GOALS, Goal
from bench.reads import differing
from bench.report import Report
from bench.scales import parse_scales
from bench.weights import needed_by

FLOORS = Path(__file__).parents[2] / "bench" / "floors"
PRODUCT = {"common", "people", "notifications", "goals", "kpis", "okrapp"}


def test_percentiles_are_values_that_were_measured():
    assert [percentile([4, 1, 3, 2], percent) for percent in (1, 50, 75, 95)] == [1, 2, 3, 4]


def test_a_sample_is_noisy_when_its_slowest_are_far_from_its_middle():
    assert not Sample((1, 1, 1, 3)).is_noisy
    assert Sample((1, 1, 1, 3.1)).is_noisy


def test_ratios_are_taken_round_by_round():
    assert ratio_of_pairs([2, 30, 4], [1, 10, 4]) == 2


def test_growth_is_the_exponent_of_the_size():
    assert growth(3, 3, 10) == 0
    assert growth(3, 30, 10) == pytest.approx(1)
    assert growth(1, 2, 4) == pytest.approx(0.5)


def test_scales_come_smallest_first_with_their_sizes_and_databases():
    small, large = parse_scales("10, 0.1")

    assert small.sizes == {
        "departments": 5,
        "people": 100,
        "objectives": 300,
        "key_results": 1_050,
        "check_ins": 26_200,
    }
    assert [scale.database("okr_bench") for scale in (small, large)] == ["okr_bench_01", "okr_bench_10"]


def test_a_database_that_does_not_say_bench_is_refused():
    with pytest.raises(NotForMeasuring):
        address_of("okr")


@pytest.mark.parametrize(
    ("goal", "value", "ratio", "is_met"),
    [
        (Goal(1, "D", 12), 12, None, True),
        (Goal(1, "D", 12), 13, None, False),
        (Goal(2, "T", 1.5, of="ratio"), 99, 1.5, True),
        (Goal(9, "T", 0.4, of="ratio", at_least=True), 99, 0.39, False),
    ],
)
def test_a_goal_holds_a_value_or_a_ratio_against_its_limit(goal, value, ratio, is_met):
    assert goal.is_met(value, ratio) == is_met


def test_only_deterministic_figures_fail_a_run(tmp_path):
    report = Report(tmp_path / "bench.jsonl")
    slow, floor = Sample((30.0, 30.0, 30.0)), Sample((10.0, 10.0, 10.0))
    report.add_times("time department", "1", slow, floor)
    report.add("sql department", "1", 13, "statements")
    report.add_times("time home", "1", slow, Sample((1.0, 1.0, 9.0)))

    rows = [json.loads(line) for line in report.file.read_text().splitlines()]
    assert [row["metric"] for row in report.failures()] == ["sql department"]
    assert [row["pass"] for row in rows] == [False, False, "noisy"]
    assert [rows[0][name] for name in ("goal", "value", "floor", "ratio", "pair_ratio", "n")] == [2, 30, 10, 3, 3, 3]


def test_a_department_may_ask_no_more_for_being_large():
    same = {"department": 11, "department of 400": 11, "home": 10}

    assert differing([same, same]) == []
    assert differing([same, same | {"home": 9}]) == ["home"]
    assert differing([same | {"department of 400": 12}]) == ["department"]


def test_what_a_browser_fetches_by_itself_is_found():
    html = """<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/x">
        <script src="/b.js"></script><img src="data:,">"""

    assert needed_by(html) == ["/a.css", "/b.js"]


def test_every_goal_is_deterministic_or_a_time():
    assert {goal.kind for goal in GOALS.values()} == {"D", "T"}


@pytest.mark.parametrize("path", sorted(FLOORS.glob("*.py")), ids=lambda path: path.name)
def test_the_floors_import_nothing_of_the_product(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]

    assert {name.partition(".")[0] for name in names} & PRODUCT == set()
    assert not [name for name in names if name.startswith("bench") and not name.startswith("bench.floors")]
