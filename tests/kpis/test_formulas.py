from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.formulas import DividedByZero, FormulaError, parse

VALUES = {"A": Decimal("0.1"), "B": Decimal("0.2"), "C_2": Decimal("7"), "ZERO": Decimal(0)}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("A + B", "0.3"),
        ("A−B", "-0.1"),
        ("B * 10 / 4", "0.5"),
        ("C_2 － A × １０", "6"),
        ("（A＋B）÷０．３", "1"),
        ("2 - 3 - 4", "-5"),
        ("-(A - 1) * -2", "-1.8"),
        ("a　+　c_2", "7.1"),
    ],
)
def test_a_formula_is_exact_and_takes_every_spelling(text, result):
    assert parse(text).evaluate(VALUES) == Decimal(result)


def test_a_formula_has_one_spelling_and_names_what_it_uses():
    formula = parse("（ＤＥＡＬＳ*rate/100)-- DEALS")

    assert formula.text == "(DEALS × RATE ÷ 100) − −DEALS"
    assert formula.codes == ("DEALS", "RATE")
    assert parse(formula.text) == formula


def test_a_division_by_zero_has_no_value():
    with pytest.raises(DividedByZero):
        parse("A ÷ (ZERO × 5)").evaluate(VALUES)


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("", "ends_early", 1),
        ("A +", "ends_early", 4),
        ("A + × B", "value_missing", 5),
        ("A B", "operator_missing", 3),
        ("2A", "operator_missing", 2),
        ("A)", "operator_missing", 2),
        ("(A + (B)", "not_closed", 1),
        ("A  ^ 2", "unknown_sign", 4),
        ("売上", "unknown_sign", 1),
        ("A.real", "unknown_sign", 2),
        ("1,000", "unknown_sign", 2),
        ("(" * 31 + "A" + ")" * 31, "too_deep", 31),
        ("A+" * 250 + "A", "too_long", 501),
    ],
)
def test_a_wrong_formula_says_what_and_where(text, problem, position):
    with pytest.raises(FormulaError) as error:
        parse(text)

    assert (error.value.problem, error.value.position) == (problem, position)


@given(st.text(max_size=60) | st.text("AB12+-*/()（×÷ .", max_size=60))
def test_any_text_is_read_or_refused(text):
    position, formula = 1, None
    try:
        formula = parse(text)
    except FormulaError as error:
        position = error.position

    assert 1 <= position <= len(text) + 1
    assert formula is None or parse(formula.text) == formula
