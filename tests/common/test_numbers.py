from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.numbers import (
    NumberError,
    axis_number,
    exact_value,
    format_number,
    format_percent,
    format_points,
    format_value,
    parse_number,
)

languages = st.sampled_from(["ja", "en"])
storable = st.decimals(-(10**9), 10**9, places=6, allow_nan=False) | st.integers(-(10**15) + 1, 10**15 - 1).map(
    Decimal
)

# Reading


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("007", "7"),
        ("0" * 49 + "7", "7"),
        (" 12 ", "12"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.50", "1.5"),
        ("1.5000000000", "1.5"),
        ("+3", "3"),
        ("1,500", "1500"),
        ("12,345,678.25", "12345678.25"),
        ("１２３．４５", "123.45"),
        ("１，２３４", "1234"),
        ("1、234", "1234"),
        ("1。5", "1.5"),
        ("\u3000８４\u3000", "84"),
        ("－５", "-5"),
        ("−5", "-5"),
        ("ー５", "-5"),
        ("–5", "-5"),
        ("▲1,200", "-1200"),
        ("△ 3", "-3"),
        ("＋４", "4"),
        ("70%", "70"),
        ("70 %", "70"),
        ("２．４％", "2.4"),
        ("3万", "30000"),
        ("3 万", "30000"),
        ("３万５０００", "35000"),
        ("3万5,000", "35000"),
        ("1.5万", "15000"),
        ("9,200万", "92000000"),
        ("12,000万", "120000000"),
        ("1億", "100000000"),
        ("1.5億", "150000000"),
        ("-2.5億", "-250000000"),
        ("1億2000万", "120000000"),
        ("1億2,000万5,000", "120005000"),
        ("1億5", "100000005"),
        ("999999999999999", "999999999999999"),
        ("999999999.999999", "999999999.999999"),
        ("9999999億", "999999900000000"),
    ],
)
def test_numbers_are_taken_as_people_type_them(typed, number):
    assert str(parse_number(typed)) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \u3000", "empty"),
        ("abc", "not_a_number"),
        ("-", "not_a_number"),
        ("—", "not_a_number"),
        ("%", "not_a_number"),
        ("万", "not_a_number"),
        ("億5", "not_a_number"),
        ("1万2億", "not_a_number"),
        ("1万2万", "not_a_number"),
        ("3万50000", "not_a_number"),
        ("1億20000万", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("5.", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1 000", "not_a_number"),
        ("--5", "not_a_number"),
        ("+-5", "not_a_number"),
        ("5-", "not_a_number"),
        ("3/4", "not_a_number"),
        ("10:30", "not_a_number"),
        ("2026-10-01", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("①", "not_a_number"),
        ("三", "not_a_number"),
        ("٣", "not_a_number"),
        ("6.2日", "unit"),
        ("6.2 days", "unit"),
        ("1.5億円", "unit"),
        ("¥1,000", "unit"),
        ("￥１０００", "unit"),
        ("約5", "unit"),
        ("10²", "unit"),
        ("5pt", "unit"),
        ("1,5", "commas"),
        ("12,34", "commas"),
        ("1,2345", "commas"),
        ("1,,000", "commas"),
        ("1234,567", "commas"),
        ("1000,", "commas"),
        ("1.2345678", "decimals"),
        ("0.0000001", "decimals"),
        ("0.00000001億万", "not_a_number"),
        ("1000000000000000", "digits"),
        ("9999999999.999999", "digits"),
        ("10000000億", "digits"),
        ("0" * 50 + "7", "digits"),
        ("1" * 10_000, "digits"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, code):
    with pytest.raises(NumberError) as refusal:
        parse_number(typed)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "unit"), [("6.2日", "日"), ("６．２ ｄａｙｓ", "days"), ("-1.5億円", "円"), ("約5人", "約人")]
)
def test_a_refused_unit_is_named(typed, unit):
    with pytest.raises(NumberError) as refusal:
        parse_number(typed)

    assert refusal.value.params == {"unit": unit}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a number."),
        ("3/4", "“3/4” is not a number. Write it like 12,500 or 1.5, or with 万 and 億."),
        ("6.2日", "Enter only the number, without “日”."),
        ("1,5", "Commas separate thousands, as in 12,500. Write decimals with a point, as in 1.5."),
        ("0.1234567", "Use at most 6 decimals."),
        ("1234567890123456", "Use at most 15 digits."),
    ],
)
def test_a_refusal_is_a_sentence(typed, sentence):
    with pytest.raises(NumberError) as refusal:
        parse_number(typed)

    with translation.override("en"):
        assert str(refusal.value) == sentence


@given(storable, languages)
def test_every_number_we_write_can_be_read_back(number, language):
    assert parse_number(format_number(number, language)) == number


@given(storable)
def test_full_width_changes_nothing(number):
    text = format_number(number, "ja")
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in text)

    assert parse_number(full_width) == number


@given(st.text())
def test_any_text_is_a_number_or_a_number_error(text):
    try:
        number = parse_number(text)
    except NumberError:
        return

    assert number.is_finite()
    assert number.as_tuple().exponent >= -6


# Writing numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.000", "0"),
        ("1.500000", "1.5"),
        ("100.000000", "100"),
        ("1E+3", "1,000"),
        ("1234567.891", "1,234,567.891"),
        ("-1234.5", "-1,234.5"),
        ("0.000001", "0.000001"),
        ("999999999999999", "999,999,999,999,999"),
    ],
)
def test_numbers_are_written_without_idle_zeros(number, text):
    assert format_number(Decimal(number), "ja") == text
    assert format_number(Decimal(number), "en") == text


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [("66.7666", 1, "66.8"), ("0.05", 1, "0.1"), ("-0.04", 1, "0"), ("2.5", 0, "3"), ("4.00", 1, "4")],
)
def test_numbers_can_be_rounded_half_up(number, decimals, text):
    assert format_number(Decimal(number), "ja", decimals=decimals) == text


# Writing values


@pytest.mark.parametrize(
    ("number", "unit", "japanese", "english"),
    [
        ("6.2", "日", "6.2日", "6.2日"),
        ("6.2", "days", "6.2 days", "6.2 days"),
        ("1234", "件", "1,234件", "1,234件"),
        ("70", "%", "70%", "70%"),
        ("70", "％", "70%", "70%"),
        ("4.2", "pt", "4.2pt", "4.2pt"),
        ("19", "", "19", "19"),
        ("5", " kg ", "5 kg", "5 kg"),
        ("9200", "万円", "9,200万円", "9,200万円"),
        ("3", "カ月", "3カ月", "3カ月"),
        ("-2", "日", "-2日", "-2日"),
    ],
)
def test_a_unit_stands_where_its_script_wants_it(number, unit, japanese, english):
    assert format_value(Decimal(number), unit, "ja") == japanese
    assert format_value(Decimal(number), unit, "en") == english


@pytest.mark.parametrize(
    ("yen", "text"),
    [
        ("0", "0円"),
        ("980.5", "980.5円"),
        ("12345", "12,345円"),
        ("99999", "99,999円"),
        ("100000", "10万円"),
        ("123456", "12.3万円"),
        ("125500", "12.6万円"),
        ("999499", "99.9万円"),
        ("999500", "100万円"),
        ("1004000", "100万円"),
        ("12345678", "1,235万円"),
        ("84200000", "8,420万円"),
        ("99994999", "9,999万円"),
        ("99995000", "1億円"),
        ("100000000", "1億円"),
        ("150000000", "1.5億円"),
        ("264000000", "2.6億円"),
        ("12345678901", "123億円"),
        ("1234567890123", "12,346億円"),
        ("-84200000", "-8,420万円"),
        ("-150000000", "-1.5億円"),
    ],
)
def test_large_yen_amounts_are_shortened_in_japanese(yen, text):
    assert format_value(Decimal(yen), "円", "ja") == text


@pytest.mark.parametrize("unit", ["円", "¥", "￥", "JPY", "yen"])
def test_yen_is_yen_however_it_is_spelt(unit):
    amount = Decimal(12_345_678)

    assert format_value(amount, unit, "ja") == "1,235万円"
    assert exact_value(amount, unit, "ja") == "12,345,678円"
    assert format_value(amount, unit, "en") == "¥12,345,678"
    assert exact_value(-amount, unit, "en") == "-¥12,345,678"


@given(st.integers(-(10**14), 10**14).map(Decimal))
def test_a_shortened_amount_is_within_five_per_cent_of_the_exact_one(amount):
    shown = parse_number(format_value(amount, "円", "ja").removesuffix("円"))

    assert abs(shown - amount) <= abs(amount) * Decimal("0.05")


@given(storable, st.sampled_from(["円", "%", "days", "日", ""]), languages)
def test_an_exact_value_holds_every_digit(number, unit, language):
    assert format_number(abs(number), language) in exact_value(number, unit, language)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_value_is_a_dash(language):
    assert format_number(None, language) == "—"
    assert format_value(None, "円", language) == "—"
    assert exact_value(None, "days", language) == "—"
    assert format_percent(None, language) == "—"
    assert format_points(None) == "—"


# Shares


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        ("0.0000", "0%"),
        ("0.7000", "70%"),
        ("0.5604", "56%"),
        ("0.6667", "67%"),
        ("0.0050", "1%"),
        ("0.0049", "0%"),
        ("-0.0049", "0%"),
        ("-0.0500", "-5%"),
        ("1.5000", "150%"),
        ("99999999.0000", "9,999,999,900%"),
    ],
)
def test_progress_is_shown_as_a_whole_percentage(progress, text):
    assert format_percent(Decimal(progress), "ja") == text
    assert format_percent(Decimal(progress), "en") == text


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        ("0.0420", "+4.2pt"),
        ("-0.1800", "-18pt"),
        ("0.0000", "0pt"),
        ("0.0004", "0pt"),
        ("-0.0004", "0pt"),
        ("0.0005", "+0.1pt"),
        ("1.0000", "+100pt"),
    ],
)
def test_differences_are_signed_points(delta, text):
    assert format_points(Decimal(delta)) == text


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        ("120000000", "1.2億", "120M"),
        ("105000000", "1.05億", "105M"),
        ("80000000", "8,000万", "80M"),
        ("-2500000", "-250万", "-2.5M"),
        ("500", "500", "500"),
        ("0", "0", "0"),
    ],
)
def test_an_axis_shortens_large_numbers_and_keeps_every_digit(value, japanese, english):
    assert (axis_number(Decimal(value), "ja"), axis_number(Decimal(value), "en")) == (japanese, english)
