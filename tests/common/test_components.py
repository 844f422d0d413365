import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from common import svg
from common.charts import LineChart, Mark, Point, plot, tick_text, value_ticks
from common.templatetags import components

HOSTILE = "\"'><script>alert(1)</script>&"
ESCAPED = "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"

TAGS = {
    "meter": lambda text: svg.meter(50, 50, text, text),
    "sparkline": lambda text: svg.sparkline([1, 2], None, text, text),
    "donut": lambda text: svg.donut([(text, text, 1)]),
    "legend": lambda text: components.legend([(text, text, 1)]),
    "state": lambda text: components.state(text, text, text),
    "avatar": lambda text: components.avatar(text, text, text, text),
    "chip": lambda text: components.chip(text, text),
    "delta": lambda text: components.delta(text, 1),
    "heat": lambda text: components.heat(1, text),
}


def numbers(attribute, markup):
    return [float(n) for n in re.findall(rf'{attribute}="(-?[\d.]+)%?', markup)]


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize("tag", TAGS)
def test_hostile_text_stays_text(tag):
    markup = TAGS[tag](HOSTILE)

    assert ESCAPED in markup
    assert "<script" not in markup
    assert HOSTILE[:3] not in markup


@pytest.mark.parametrize("tag", TAGS)
def test_no_component_needs_an_inline_style(tag):
    assert "style=" not in TAGS[tag]("a")


def test_an_unknown_tone_adds_no_class():
    assert components.chip("a", "pink") == '<span class="chip">a</span>'


@pytest.mark.parametrize(
    ("percent", "width"),
    [(0.4, []), (0.5, [1]), (54, [54]), (Decimal("99.5"), [100]), (140, [100]), (-20, []), (None, [])],
)
def test_a_meter_is_filled_between_nothing_and_everything(percent, width):
    fill = re.findall(r'<rect class="fill"[^>]*>', svg.meter(percent))

    assert [n for rect in fill for n in numbers("width", rect)] == width


@pytest.mark.parametrize(("pace", "at"), [(56, [56]), (130, [100]), (-3, [0]), (None, [])])
def test_a_meter_marks_the_pace_inside_the_bar(pace, at):
    assert numbers("x1", svg.meter(50, pace)) == at


def test_a_meter_without_a_label_is_hidden_because_the_figure_stands_beside_it():
    assert 'aria-hidden="true"' in svg.meter(50)
    assert 'role="img" aria-label="54%"' in svg.meter(54, label="54%")


def test_a_sparkline_of_equal_values_is_a_line_in_the_middle():
    assert 'd="M0 15L58 15L117 15"' in svg.sparkline([7, 7, 7])


def test_a_sparkline_runs_from_the_lowest_to_the_highest_value():
    assert 'd="M0 27L58 15L117 3"' in svg.sparkline([Decimal(0), Decimal(5), Decimal(10)])


def test_a_sparkline_lifts_the_pen_over_a_missing_value_and_ends_at_the_last_known_one():
    markup = svg.sparkline([1, None, 2, None])

    assert 'd="M0 27M78 3"' in markup
    assert 'cx="78" cy="3"' in markup


def test_a_sparkline_makes_room_for_its_target():
    assert '<path class="target" d="M0 3h120"/>' in svg.sparkline([0, 5], target=10)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_sparkline_without_values_keeps_its_place(values):
    assert svg.sparkline(values) == '<svg class="spark" aria-hidden="true"></svg>'


@given(st.lists(st.decimals(-(10**15), 10**15, places=6), min_size=1, max_size=12))
def test_a_sparkline_never_leaves_its_box(values):
    points = re.findall(r"[ML](\d+) (\d+)", svg.sparkline(values))

    assert all(int(x) <= svg.SPARK_WIDTH and int(y) <= svg.SPARK_HEIGHT for x, y in points)
    assert len(points) == len(values)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6).filter(any))
def test_the_arcs_of_a_donut_fill_the_ring_and_never_overlap(counts):
    markup = svg.donut([("good", "a", count) for count in counts])
    lengths = [int(n) for n in re.findall(r'dasharray="(\d+) 1000"', markup)]
    starts = [int(n) for n in re.findall(r'dashoffset="-(\d+)"', markup)]

    assert starts[0] == 0
    assert starts == sorted(starts)
    assert starts[-1] + lengths[-1] <= 1000
    assert f">{sum(counts)}</text>" in markup


def test_a_donut_says_its_numbers_and_leaves_out_empty_slices():
    markup = svg.donut([("good", "On track", 8), ("warn", "At risk", 0), ("bad", "Off track", 2)])

    assert 'aria-label="On track 8, At risk 0, Off track 2"' in markup
    assert markup.count("pathLength") == 2


def test_a_donut_of_nothing_is_an_empty_ring():
    assert 'class="track"' in svg.donut([("good", "On track", 0)])


def test_a_stale_state_says_so_in_words():
    assert components.state("On track", "good", "Stale") == (
        '<span class="state good stale">On track<span class="visually-hidden"> (Stale)</span></span>'
    )


@pytest.mark.parametrize(
    ("level", "classes"), [(9, "heat up three"), (1, "heat up"), (0, "heat"), (-2, "heat down two")]
)
def test_heat_is_held_to_three_levels_either_way(level, classes):
    assert components.heat(level, "x") == f'<span class="{classes}">x</span>'


@pytest.mark.parametrize(
    ("extent", "ticks"),
    [
        ((0, 100), [0, 25, 50, 75, 100]),
        ((5, 9), [5, 6, 7, 8, 9]),
        ((3, 3), [0, 2, 4, 6]),
        ((0, 0), [-1, -0.5, 0, 0.5, 1]),
        ((-0.02, 0.03), [-0.02, 0, 0.02, 0.04]),
    ],
)
def test_value_ticks_are_round_and_enclose_the_values(extent, ticks):
    assert value_ticks(extent) == ticks


def test_ticks_are_written_with_the_decimals_their_step_needs():
    assert [tick_text(t, [0, 0.25]) for t in (-0.25, 1)] == ["−0.25", "1.00"]
    assert tick_text(12000, [0, 2000]) == "12,000"


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=30),
    st.decimals(-(10**9), 10**9, places=6) | st.none(),
)
def test_everything_on_a_chart_lies_inside_the_plot(values, target):
    points = [Point(date(2026, 10, 1 + i), value) for i, value in enumerate(values)]
    drawn = plot(LineChart("x", points, target=target))

    places = [n for dot in drawn["dots"] for n in (dot["x"], dot["y"])] + [tick["y"] for tick in drawn["value_ticks"]]
    assert all(0 <= n <= 100 for n in places)
    assert target is None or 0 <= drawn["target_y"] <= 100


def test_a_chart_offers_its_figures_as_a_sentence_and_as_a_table():
    points = [
        Point(date(2026, 10, 1), 9, "9 days"),
        Point(date(2026, 11, 1), None),
        Point(date(2026, 12, 1), 5, "5 days"),
    ]
    chart = LineChart(HOSTILE, points, target=5, target_text="5 days", marks=[Mark(date(2026, 11, 1), HOSTILE)])
    markup = render("{% line_chart chart %}", chart=chart)

    assert markup.count("<tbody>") == 1
    assert markup.count("<tr>") == 4
    assert 'role="img"' in markup
    assert "<script" not in markup
    assert "style=" not in markup


def test_a_chart_without_values_says_so():
    assert "<svg" not in render("{% line_chart chart %}", chart=LineChart("x", [Point(date(2026, 10, 1), None)]))
