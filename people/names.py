"""How a person's name is written. Pure: no models."""

import unicodedata

from common.text import is_japanese


def is_east_asian(text):
    """Whether the text is written in kanji, kana or hangul, where the family name always comes first."""
    return any(unicodedata.east_asian_width(character) in "WF" for character in text)


def full_name(family, given, language):
    """Family and given name in the reader's order.

    A name in East Asian script keeps its own order in every language; a Latin one follows the reader:
    "Sato Aoi" in Japanese, "Aoi Sato" in English. One part alone stands as it is.
    """
    if not is_japanese(language) and not is_east_asian(family + given):
        family, given = given, family
    return " ".join(part for part in (family, given) if part)


def short_name(family, given, language):
    """What colleagues call the person: the family name in Japanese, the given name elsewhere."""
    if is_japanese(language) or is_east_asian(family):
        return family or given
    return given or family


def initials(family, given):
    """At most two characters for an avatar: 佐藤, or AS for Aoi Sato."""
    if is_east_asian(family + given):
        return (family or given)[:2]
    return (given[:1] + family[:1]).upper()
