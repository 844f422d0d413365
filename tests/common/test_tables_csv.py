import io

import pytest
from django.utils import translation

from common.tables import Row, Table, TableError, read_table

JAPANESE = "氏名,会社\r\n髙﨑 花子,㈱①商事\r\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(data, name="people.csv"):
    return read_table(io.BytesIO(data), name=name)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", JAPANESE),
        ("utf-8-sig", JAPANESE),
        ("cp932", JAPANESE),
        ("utf-16", JAPANESE.replace(",", "\t")),
        ("utf-16", JAPANESE),
    ],
)
def test_every_encoding_that_excel_writes_is_read(encoding, text):
    assert read(text.encode(encoding)) == Table(["氏名", "会社"], [Row(2, ["髙﨑 花子", "㈱①商事"])])


def test_utf_16_of_either_byte_order_is_read():
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read(mark + "a\tb\n".encode(encoding)).header == ["a", "b"]


def test_the_wave_dash_of_shift_jis_is_read_as_windows_shows_it():
    assert read(b"10\x81\x6020").header == ["10～20"]
    assert read("10〜20".encode()).header == ["10〜20"]


@pytest.mark.parametrize("data", [b"a,b\n\x81", "氏名".encode("euc-jp") + b"\xff", b"\xff\xfea"])
def test_an_unknown_encoding_is_refused(data):
    with pytest.raises(TableError, match="encoding is not known"):
        read(data)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separators_are_recognised_by_the_header(separator):
    data = f'"a, b; c\n"{separator}d\n1{separator}2\n'.encode()

    assert read(data) == Table(["a, b; c", "d"], [Row(2, ["1", "2"])])


def test_commas_in_a_tab_separated_header_separate_nothing():
    assert read(b"a, b, c\td\n").header == ["a, b, c", "d"]


def test_quoted_line_breaks_belong_to_the_cell_and_rows_are_numbered_as_in_a_spreadsheet():
    table = read(b'name,why\r\n"x","one\r\ntwo"\r\n\r\ny,"say ""hi"""\r\n')

    assert table.rows == [Row(2, ["x", "one\ntwo"]), Row(4, ["y", 'say "hi"'])]


def test_blank_lines_and_blank_cells_are_skipped():
    assert read(b"\n , \na,b,,\n\n,,,\n1,,,\n") == Table(["a", "b"], [Row(6, ["1", ""])])


def test_surrounding_space_is_removed_also_the_full_width_one():
    assert read("　氏名 ,b\n\xa0a　b　,1".encode()) == Table(["氏名", "b"], [Row(2, ["a　b", "1"])])


def test_leading_zeros_and_signs_stay():
    assert read(b"a,b,c\n007,-1.50,+81\n").rows == [Row(2, ["007", "-1.50", "+81"])]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused_by_cell(character):
    with pytest.raises(TableError, match="Cell B2 contains a control character"):
        read(f"a,b\n1,x{character}y\n".encode())


@pytest.mark.parametrize("data", [b'a,b\n1,"open\n', b'a,b\n1,"x"y\n'])
def test_misplaced_quotation_marks_are_refused_by_row(data):
    with pytest.raises(TableError, match="Row 2: a quotation mark"):
        read(data)


def test_a_row_wider_than_the_header_is_refused():
    with pytest.raises(TableError, match="Row 3 has more cells than the header"):
        read(b"a,b\n1,2\n1,2,3\n")


@pytest.mark.parametrize("data", [b"\n\n", b",,\n", b"\xef\xbb\xbf", b" "])
def test_a_file_without_a_header_is_refused(data):
    with pytest.raises(TableError, match="table is empty"):
        read(data)


def test_an_empty_file_is_refused():
    with pytest.raises(TableError, match="file is empty"):
        read(b"")
