import io

import pytest
from openpyxl import Workbook

from common.tables import Row, Table, read_table

from .workbooks import BOOK, HEADER_ROW, sheet, styles, workbook


def read(data):
    return read_table(io.BytesIO(data), name="people.xlsx")


def cell_text(cell, **parts):
    """The text that one cell below a header is read as."""
    data = workbook(sheet(f'{HEADER_ROW}<row r="2">{cell}</row>'), **parts)
    return read(data).rows[0].cells[0]


def test_a_workbook_saved_by_a_program_is_read():
    book, file = Workbook(), io.BytesIO()
    for row in (["氏名", "番号", "人数"], ["髙﨑 花子", "007", 12], [None], ["山田", "", 1.5]):
        book.active.append(row)
    book.create_sheet("other").append(["not read"])
    book.save(file)

    table = read(file.getvalue())

    assert table == Table(["氏名", "番号", "人数"], [Row(2, ["髙﨑 花子", "007", "12"]), Row(4, ["山田", "", "1.5"])])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12", "12"),
        ("12.0", "12"),
        ("-3.50", "-3.5"),
        ("0.30000000000000004", "0.3"),
        ("1E+3", "1000"),
        ("1.5E-7", "0.00000015"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_numbers_become_plain_text(value, text):
    assert cell_text(f"<c><v>{value}</v></c>") == text


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (14, "46347", "2026-11-21"),
        (22, "46347.70833333333", "2026-11-21 17:00:00"),
        (20, "0.70833333333", "17:00:00"),
        (31, "46347", "2026-11-21"),  # 2026年11月21日
        (58, "46347", "2026-11-21"),  # 11月21日, in the Japanese calendar
        (165, "46347", "2026-11-21"),  # 令和8年11月21日
        (46, "1.5", "36:00:00"),
        (9, "0.5", "0.5"),
    ],
)
def test_dates_and_times_become_plain_text(number, value, text):
    code = "[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"
    era = f'<numFmts><numFmt numFmtId="165" formatCode="{code}"/></numFmts>'
    part = styles(number, formats=era)

    assert cell_text(f'<c s="1"><v>{value}</v></c>', xl__styles_xml=part) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="s"><v>0</v></c>', "山田 太郎"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ("<c><f>6*7</f><v>42</v></c>", "42"),
        ('<c t="str"><f>A1&amp;"!"</f><v>Name!</v></c>', "Name!"),
        ('<c t="inlineStr"><is><t>  007　</t></is></c>', "007"),
        ('<c t="inlineStr"><is><r><t>太</t></r><r><t>字</t></r></is></c>', "太字"),
        ('<c t="inlineStr"><is><t>one_x000D_\ntwo</t></is></c>', "one\ntwo"),
        ('<c t="inlineStr"><is><t>\'=1+1</t></is></c>', "=1+1"),
    ],
)
def test_every_kind_of_cell_becomes_plain_text(cell, text):
    furigana = '<si><t>山田 太郎</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh><phoneticPr fontId="1"/></si>'

    assert cell_text(cell, strings=furigana) == text


def test_only_the_first_visible_sheet_is_read():
    other = sheet('<row r="1"><c><v>9</v></c></row>' * 30_000)

    table = read(workbook(sheet(HEADER_ROW), xl__worksheets__sheet2_xml=other))

    assert table == Table(["Name"], [])


def test_a_declared_size_that_is_too_small_cuts_nothing_off():
    rows = f'{HEADER_ROW}<row r="3"><c r="A3"><v>5</v></c></row>'

    assert read(workbook(sheet(rows, before='<dimension ref="A1"/>'))).rows == [Row(3, ["5"])]


def test_print_areas_of_other_sheets_do_no_harm():
    area = '<definedName name="_xlnm.Print_Area" localSheetId="1">名簿!$A$1:$B$2</definedName>'
    book = BOOK.replace("</workbook>", f"<definedNames>{area}</definedNames></workbook>")

    assert read(workbook(sheet(HEADER_ROW), xl__workbook_xml=book)).header == ["Name"]
