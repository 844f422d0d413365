import pytest
from django.utils import translation

from common.tables import Row, TableError, match_columns

ALIASES = {
    "email": ["メールアドレス", "メール", "E-mail"],
    "name": ["氏名", "名前", "Name"],
    "department": ["部門", "部署"],
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "header",
    [
        ["氏名", "メールアドレス"],
        ["Name", "e mail"],
        ["ＮＡＭＥ", "Ｅ－ｍａｉｌ"],
        ["name", "email"],
        [" 氏　名 ", "ﾒｰﾙｱﾄﾞﾚｽ"],
    ],
)
def test_columns_are_found_in_either_language_width_and_case(header):
    columns = match_columns(header, ALIASES, required=["email", "name"])

    columns.check()
    assert columns.positions == {"name": 0, "email": 1}


def test_a_row_is_picked_by_field_in_any_order():
    columns = match_columns(["部署", "", "メール", "備考"], ALIASES)

    assert columns.pick(Row(2, ["営業", "x", "a@example.com", "y"])) == {
        "department": "営業",
        "email": "a@example.com",
    }
    assert columns.unknown == ["備考"]


def test_missing_required_columns_are_named():
    columns = match_columns(["部門"], ALIASES, required=["email", "name"])

    with pytest.raises(TableError, match=r"Columns are missing: メールアドレス, 氏名\."):
        columns.check()


def test_duplicate_columns_are_named():
    columns = match_columns(["メール", "E-mail"], ALIASES, required=["email"])

    with pytest.raises(TableError, match=r"Columns appear twice: E-mail\."):
        columns.check()
