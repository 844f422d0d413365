"""Text as people look for it, not as they happened to type it, and the language they read."""

import re
import unicodedata

from django.utils.translation import get_language

TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
HIRAGANA_OF_KATAKANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


def search_key(*parts):
    """Join the parts into one text in which width, case and kana no longer differ.

    NFKC, case-folded, katakana as hiragana, every run of white space one space. Empty parts and None are
    left out, and so is NUL, which PostgreSQL refuses in any text. A key of a key is that key, so stored text
    and query go through the same door.
    """
    folded = _fold(" ".join(part for part in parts if part).replace("\0", ""))
    return re.sub(r"\s+", " ", folded).strip()


def _fold(text):
    # Folding case can undo the composition that NFKC made, so it is made again.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(HIRAGANA_OF_KATAKANA)


def unhidden(text):
    """The text without what turns the direction of the words after it."""
    return TURNS.sub("", text)


def printable(text):
    """The text without controls and without what turns the direction of the words after it."""
    return unhidden(CONTROLS.sub("", text))


def is_blank(text):
    """Whether nobody would see anything of the text: only spaces, controls and characters without width."""
    return all(unicodedata.category(character)[0] in "ZC" for character in text)


def is_japanese(language):
    """Tell whether a language code (ja, ja-jp, en, None where translation is off) means Japanese."""
    return (language or "").startswith("ja")


def in_a_row(sentences):
    """Those that say something, one after the other: in Japanese nothing stands between them."""
    return ("" if is_japanese(get_language()) else " ").join(filter(None, sentences))
