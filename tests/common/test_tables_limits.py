import io
import time
from contextlib import suppress
from zipfile import ZipFile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.tables import TableError, read_table, write_xlsx
from common.tables.limits import MAX_BYTES, MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS

from .workbooks import HEADER_ROW, archive, sheet, workbook

MEBIBYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(data, name):
    return read_table(io.BytesIO(data), name=name)


def refuse(data, message, *, name="people.xlsx"):
    """The file is refused with the message, and before it has cost much work."""
    start = time.process_time()
    with pytest.raises(TableError, match=message):
        read(data, name)
    assert time.process_time() - start < 3


def rows(count):
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count + 1))


def test_the_largest_table_is_read_and_one_row_more_is_refused():
    lines = b"a\n" + b"1\n" * MAX_ROWS

    assert len(read(lines, "a.csv").rows) == MAX_ROWS
    refuse(lines + b"1\n", "more than 20000 rows", name="a.csv")


def test_the_largest_sheet_is_read_and_one_row_more_is_refused():
    assert len(read(workbook(sheet(rows(MAX_ROWS + 1))), "a.xlsx").rows) == MAX_ROWS
    refuse(workbook(sheet(rows(MAX_ROWS + 2))), "more than 20000 rows")


def test_a_file_of_blank_lines_is_refused_quickly():
    refuse(b"a\n" + b"\n" * (MAX_BYTES - 2), "more than 20000 rows", name="a.csv")


def test_one_column_too_many_is_refused():
    assert len(read(b"," * (MAX_COLUMNS - 1) + b"a", "a.csv").header) == MAX_COLUMNS
    refuse(b"," * MAX_COLUMNS + b"a", "more than 60 columns", name="a.csv")
    refuse(workbook(sheet('<row r="1"><c r="BI1"><v>1</v></c></row>')), "more than 60 columns")


def test_a_file_over_five_megabytes_is_refused():
    refuse(b"a" * (MAX_BYTES + 1), "larger than 5 MB", name="a.csv")


def test_too_long_a_cell_is_refused():
    assert read(b"a" * MAX_CELL_LENGTH, "a.csv").header == ["a" * MAX_CELL_LENGTH]
    refuse(b"a\n" + b"b" * (MAX_CELL_LENGTH + 1), "Cell A2: the text is longer than 32767", name="a.csv")


def test_a_sheet_of_300_000_rows_is_refused_before_it_is_parsed():
    data = workbook(sheet(rows(300_000)))

    assert len(data) > MEBIBYTE
    refuse(data, "more than 20000 rows")


def test_rows_in_another_namespace_prefix_are_counted_too():
    data = sheet(rows(300_000)).replace("<row", "<x:row").replace("</row", "</x:row")

    refuse(workbook(data), "more than 20000 rows")


def test_a_sheet_that_declares_too_much_is_refused():
    refuse(workbook(sheet(HEADER_ROW, before='<dimension ref="A1:A1048576"/>')), "more than 20000 rows")
    refuse(workbook(sheet(HEADER_ROW, before='<dimension ref="A1:XFD2"/>')), "more than 60 columns")


def test_a_row_far_below_the_others_is_refused():
    refuse(workbook(sheet(HEADER_ROW + '<row r="999999999999"><c><v>1</v></c></row>')), "more than 20000 rows")


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__media__image1.png", "xl__styles_xml"])
def test_a_zip_bomb_is_refused_by_its_ratio(part):
    refuse(workbook("", **{part: b" " * 20 * MEBIBYTE}), "unpacks to more data")


def test_a_workbook_of_many_or_huge_parts_is_refused():
    refuse(workbook("", **{f"part{n}": "" for n in range(1_001)}), "unpacks to more data")
    refuse(workbook("", **{f"part{n}": b" " * MEBIBYTE for n in range(65)}), "unpacks to more data")


def test_a_part_of_countless_tags_is_refused_before_it_is_parsed():
    strings = "".join(f"<si><t>{n % 1000}</t></si>" for n in range(800_000))

    refuse(workbook(sheet(HEADER_ROW), strings=strings), "unpacks to more data")


def test_a_part_that_holds_more_than_it_declares_is_refused():
    data = bytearray(workbook("", xl__worksheets__sheet1_xml=b" " * 20 * MEBIBYTE))
    real = (20 * MEBIBYTE).to_bytes(4, "little")
    data = data.replace(real, (2_000).to_bytes(4, "little"))

    refuse(bytes(data), "damaged")


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_are_refused(prolog):
    refuse(workbook(sheet(HEADER_ROW, prolog=prolog)), "damaged")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xls", OLE, r"old kind \(.xls\)"),
        ("a.xls", b"<html>", r"old kind \(.xls\)"),
        ("a.csv", OLE, r"old kind \(.xls\)"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.xlsm", b"PK\x03\x04", r"macros \(.xlsm\)"),
        ("a.pdf", b"%PDF-1.7", "kind of file"),
        ("a.ods", b"PK\x03\x04", "kind of file"),
        ("a", b"a,b", "kind of file"),
        ("a.xlsx", b"a,b", "not an Excel workbook"),
        ("a.xlsx", b"PK\x03\x04", "damaged"),
        ("a.xlsx", archive({"word/document.xml": "<a/>"}), "damaged"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00", "encoding|control character"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(name, data, message):
    refuse(data, message, name=name)


def test_macros_are_refused_under_any_name():
    refuse(workbook(sheet(HEADER_ROW), **{"xl__vbaProject.bin": b"x"}), r"macros \(.xlsm\)")


def test_an_encrypted_member_is_refused():
    data = bytearray(workbook(sheet(HEADER_ROW)))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    refuse(bytes(data), "protected by a password")


def sample_workbook():
    file = io.BytesIO()
    write_xlsx([["name", "n"], ["x", 1], ["=1", -2]], file)
    return file.getvalue()


SAMPLE = sample_workbook()


@given(position=st.integers(0, len(SAMPLE) - 1), patch=st.binary(min_size=1, max_size=6))
def test_a_damaged_workbook_is_read_or_refused_but_breaks_nothing(position, patch):
    data = SAMPLE[:position] + patch + SAMPLE[position + len(patch) :]
    with suppress(TableError):
        read(data, "a.xlsx")


PARTS = {name: ZipFile(io.BytesIO(SAMPLE)).read(name) for name in ZipFile(io.BytesIO(SAMPLE)).namelist()}


@given(data=st.data(), name=st.sampled_from(sorted(PARTS)))
def test_damaged_markup_is_read_or_refused_but_breaks_nothing(data, name):
    part = PARTS[name]
    position = data.draw(st.integers(0, len(part)))
    patch = data.draw(st.sampled_from([b"<", b">", b'"', b"999999999", b"-1", b"\0", b"&x;", b"A", b""]))
    broken = part[:position] + patch + part[position + 1 :]
    with suppress(TableError):
        read(archive(PARTS | {name: broken}), "a.xlsx")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_but_break_nothing(data):
    with suppress(TableError):
        read(data, "a.csv")
