import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.text import in_a_row, is_japanese, search_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("カスタマー", "かすたまー"),
        ("ｶｽﾀﾏｰ", "かすたまー"),
        ("ガギグパピプ", "がぎぐぱぴぷ"),
        ("ｶﾞﾊﾟ", "がぱ"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("ヵヶ", "ゕゖ"),
        ("すヾめ", "すゞめ"),
        ("ＫＰＩ１２３", "kpi123"),
        ("Straße", "strasse"),
        ("ÉCOLE", "école"),
        ("㈱みどり", "(株)みどり"),
        ("①", "1"),
        ("田中\u3000 太郎\n", "田中 太郎"),
        ("髙﨑", "髙﨑"),
        ("", ""),
        (" \t\u3000", ""),
    ],
)
def test_what_looks_alike_has_one_key(text, key):
    assert search_key(text) == key


def test_parts_are_joined_and_empty_ones_left_out():
    assert search_key("田中 太郎", None, "タナカ タロウ", "", "T-01") == "田中 太郎 たなか たろう t-01"


def test_nothing_has_an_empty_key():
    assert search_key() == ""


@given(st.text())
def test_the_key_of_a_key_is_that_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3094)))
def test_hiragana_and_katakana_meet(text):
    katakana = "".join(chr(ord(sign) + 0x60) for sign in text)

    assert search_key(katakana) == search_key(text)


@pytest.mark.parametrize(
    ("language", "japanese"),
    [("ja", True), ("ja-jp", True), ("en", False), ("en-gb", False), ("", False), (None, False)],
)
def test_japanese_is_known_by_its_code(language, japanese):
    assert is_japanese(language) is japanese


@pytest.mark.parametrize(("language", "text"), [("ja", "ここまで。次へ。"), ("en", "ここまで。 次へ。")])
def test_sentences_in_a_row(language, text):
    with translation.override(language):
        assert in_a_row(["ここまで。", "", "次へ。"]) == text
