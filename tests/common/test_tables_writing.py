import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.tables import Row, read_table, write_csv, write_xlsx

MORNING = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
FORMULAS = [
    f"{prefix}{sign}{rest}"
    for prefix in ("", "'", "''", " ", "\t", "\r", "\n", "　")
    for sign in "=+-@＝＋－＠"
    for rest in ("", "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.com")', "SUM(A1:A9)")
]
FORMATS = pytest.mark.parametrize(("write", "suffix"), [(write_csv, ".csv"), (write_xlsx, ".xlsx")])
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=20)
VALUES = st.one_of(
    TEXT,
    st.sampled_from(FORMULAS),
    st.builds("{}{}".format, st.sampled_from(["=", "'", "'=", "-", "＝", "'＠", "\n", '"', ";", "\t"]), TEXT),
)


def written(write, rows):
    file = io.BytesIO()
    write(rows, file)
    file.seek(0)
    return file


def read_back(write, suffix, *values):
    rows = read_table(written(write, [["n", *"abcdefgh"], ["x", *values]]), name=f"a{suffix}").rows
    return rows[0].cells[1 : len(values) + 1]


@FORMATS
@example(rows=[["_x000D_", "_x005F_x000D_x0041_", "_x000d_x000D_"]])
@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=5))
def test_any_text_is_read_back_as_it_was(write, suffix, rows):
    table = read_table(written(write, [list("nabc"), *(["x", *row] for row in rows)]), name=f"a{suffix}")

    assert table.rows == [
        Row(number, ["x", *(text.strip() for text in row)]) for number, row in enumerate(rows, start=2)
    ]


@FORMATS
@given(number=st.one_of(st.integers(-(10**14), 10**14), st.decimals(-(10**8), 10**8, places=6)))
def test_any_number_is_read_back_as_it_was(write, suffix, number):
    (text,) = read_back(write, suffix, number)

    assert Decimal(text) == number
    assert "E" not in text


@FORMATS
@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_any_moment_is_read_back_to_the_second(write, suffix, moment):
    moment = moment.replace(microsecond=0)

    (text,) = read_back(write, suffix, moment)

    assert datetime.fromisoformat(text) == moment


@FORMATS
def test_values_are_written_as_plain_text(write, suffix):
    values = [date(2026, 11, 21), MORNING, time(8, 30), True, None, "a\r\nb"]

    assert read_back(write, suffix, *values) == [
        "2026-11-21",
        "2026-11-21 08:30:00",
        "08:30:00",
        "TRUE",
        "",
        "a\nb",
    ]


@FORMATS
def test_control_characters_are_left_out(write, suffix):
    assert read_back(write, suffix, "a\0b\x0bc\ud800d") == ["abcd"]


def test_no_text_becomes_a_formula_in_a_workbook():
    book = load_workbook(written(write_xlsx, [[text, "#N/A"] for text in FORMULAS]))

    cells = [cell for row in book.active.iter_rows() for cell in row]

    assert len(cells) == 2 * len(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert {bool(row[0].quotePrefix) for row in book.active.iter_rows()} == {True}


def test_no_text_of_a_csv_file_becomes_a_formula_in_a_workbook():
    text = written(write_csv, [[text] for text in FORMULAS]).read().decode("utf-8-sig")

    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]

    assert len(cells) == len(FORMULAS)
    assert {cell[0] for cell in cells} == {"'"}


def test_negative_numbers_are_written_unchanged():
    values = [-5, -1.5, Decimal("-0.10"), Decimal("-1E+3")]

    assert written(write_csv, [values]).read() == b"\xef\xbb\xbf-5,-1.5,-0.1,-1000\r\n"
    cells = next(load_workbook(written(write_xlsx, [values])).active.iter_rows())
    assert [cell.value for cell in cells] == [-5, -1.5, -0.1, -1000]
    assert {cell.data_type for cell in cells} == {"n"}


def test_csv_is_written_as_excel_opens_it():
    assert written(write_csv, [["氏名", "メモ"], ["花子", 'a,"b"\nc']]).read().decode() == (
        '\ufeff氏名,メモ\r\n花子,"a,""b""\nc"\r\n'
    )
