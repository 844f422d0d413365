"""What the text of a cell means. Each reader returns a value or raises Refused with the reason."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.tables.columns import normalise
from common.text import HIRAGANA_OF_KATAKANA, is_japanese
from people.domain.importing.columns import EMPTY_MARKS, LANGUAGES, NO, ROLES, YES, meaning
from people.names import is_east_asian

ADDRESS_SEPARATORS = re.compile(r"[\s,;、，；]+")
MAX_ADDRESS = 254
SHOWN = 40


class Refused(Exception):
    """Why a cell cannot be taken, in the reader's language."""


def read_address(text):
    """Return one e-mail address in lower case; full-width letters are taken too."""
    address = unicodedata.normalize("NFKC", text).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": text[:SHOWN]}) from error
    if len(address) > MAX_ADDRESS:
        raise Refused(too_long(MAX_ADDRESS))
    return address


def read_manager(text):
    """Return the one address that a department's manager cell holds."""
    addresses = ADDRESS_SEPARATORS.split(unicodedata.normalize("NFKC", text).strip())
    if len(addresses) > 1:
        raise Refused(_("A department has one manager. Give one e-mail address."))
    return read_address(text)


def read_role(text):
    role = meaning(ROLES, text)
    if role is None:
        raise Refused(_("“%(text)s” is not a role. Write administrator, member or viewer.") % {"text": text[:SHOWN]})
    return role


def read_language(text):
    language = meaning(LANGUAGES, text)
    if language is None:
        raise Refused(_("“%(text)s” is not a language. Write Japanese or English.") % {"text": text[:SHOWN]})
    return language


def read_flag(text):
    """Return whether the cell says yes."""
    wanted = normalise(text)
    if wanted in map(normalise, YES):
        return True
    if wanted in map(normalise, NO) or text in EMPTY_MARKS:
        return False
    raise Refused(_("Write ○ where the person manages the department; leave the cell empty elsewhere."))


def read_furigana(text):
    """Return the reading in hiragana, from katakana of either width too."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).translate(HIRAGANA_OF_KATAKANA)


def read_text(text, limit):
    """Return the text on one line."""
    line = " ".join(text.split())
    if len(line) > limit:
        raise Refused(too_long(limit))
    return line


def split_name(text):
    """Return (family, given) of a full name; without a space in it, it is all family name.

    East Asian names begin with the family name. Others are taken in the reader's order, as they are shown.
    """
    words = text.split()
    if len(words) < 2:
        return text.strip(), ""
    if is_east_asian(text) or is_japanese(get_language()):
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])


def too_long(limit):
    return _("The text is longer than %(limit)d characters.") % {"limit": limit}
