"""Numbers as people type and read them, in Japanese and English.

Both languages group by thousands and write a decimal point. Japanese closes up units and shortens large
yen amounts to 万 and 億; the exact figure then belongs in the accessible name (`exact_value`).
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from common.text import is_japanese

MAX_DIGITS = 15
MAX_DECIMALS = 6
MAX_CHARACTERS = 50

NOTHING = "—"
MAN = Decimal(10_000)
OKU = Decimal(100_000_000)
SHORTENED_FROM = 10 * MAN
ONE_DECIMAL_BELOW = 100
AXIS_SCALES = {"ja": ((OKU, "億"), (MAN, "万")), "en": ((Decimal(10**9), "B"), (Decimal(10**6), "M"))}

YEN_UNITS = frozenset({"円", "¥", "jpy", "yen"})
CLOSED_UP_UNITS = frozenset({"%", "pt", "°C", "x", "×"})
FIRST_EAST_ASIAN_SIGN = "\u2e80"

# Full-width ASCII, and what a Japanese keyboard gives for comma, period and space.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HALF_WIDTH |= str.maketrans("、､。｡\u3000￥", ",,.. ¥")

# ー is what the minus key gives while Japanese is on; ▲ and △ are how accounts write a loss.
SIGN = re.compile(r"(?:\+|(?P<minus>[-−‐‑–—ーｰ▲△]))?\s*")
AMOUNT = r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+"
NUMBER = re.compile(rf"(?:({AMOUNT})\s*億)?\s*(?:({AMOUNT})\s*万)?\s*({AMOUNT})?\s*%?")
NUMBER_AND_UNIT = re.compile(r"(?P<before>[^-+0-9.,億万]*)(?P<number>[0-9.][0-9.,億万\s]*)(?P<after>[^-+0-9.,億万]*)")
GROUPED = re.compile(r"[0-9]*|[0-9]{1,3}(?:,[0-9]{3})+")

MESSAGES = {
    "empty": _("Enter a number."),
    "not_a_number": _("“%(text)s” is not a number. Write it like 12,500 or 1.5, or with 万 and 億."),
    "unit": _("Enter only the number, without “%(unit)s”."),
    "commas": _("Commas separate thousands, as in 12,500. Write decimals with a point, as in 1.5."),
    "digits": _("Use at most %(limit)d digits."),
    "decimals": _("Use at most %(limit)d decimals."),
}


class NumberError(ValueError):
    """What was typed cannot be taken as a number.

    `code`, `message` (translated when shown) and `params` are what a form's ValidationError takes.
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.message, self.params = code, MESSAGES[code], params

    def __str__(self):
        return self.message % self.params


# Reading


def parse_number(text):
    """Return the number that a person typed, as an exact Decimal; 70% is 70.

    Takes full-width characters, thousands separators, a sign, 万 and 億 (1.5億, 3万5000) and a percent sign.
    Raises NumberError for anything else, and beyond 15 digits or 6 decimals.
    """
    typed = text.translate(HALF_WIDTH).strip()
    if not typed:
        raise NumberError("empty")
    if len(typed) > MAX_CHARACTERS:
        raise NumberError("digits", limit=MAX_DIGITS)
    sign = SIGN.match(typed)
    number = _within_limits(_total(_amounts(typed[sign.end() :], typed), typed))
    return -number if number and sign["minus"] else number


def _amounts(unsigned, typed):
    """Return the counts of 億, of 万 and of ones, as text or None."""
    found = NUMBER.fullmatch(unsigned)
    if found and any(found.groups()):
        return found.groups()
    with_unit = NUMBER_AND_UNIT.fullmatch(unsigned)
    if with_unit and NUMBER.fullmatch(with_unit["number"]):
        raise NumberError("unit", unit=(with_unit["before"] + with_unit["after"]).strip())
    raise NumberError("not_a_number", text=typed)


def _total(amounts, typed):
    with localcontext(prec=2 * MAX_CHARACTERS):
        oku, man, ones = (_ungrouped(amount) for amount in amounts)
        if (amounts[0] and man >= MAN) or (any(amounts[:2]) and ones >= MAN):
            raise NumberError("not_a_number", text=typed)
        return oku * OKU + man * MAN + ones


def _ungrouped(amount):
    if not amount:
        return Decimal(0)
    if not GROUPED.fullmatch(amount.partition(".")[0]):
        raise NumberError("commas")
    return Decimal(amount.replace(",", ""))


def _within_limits(number):
    whole, _point, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > MAX_DECIMALS:
        raise NumberError("decimals", limit=MAX_DECIMALS)
    if len((whole + fraction).lstrip("0")) > MAX_DIGITS:
        raise NumberError("digits", limit=MAX_DIGITS)
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def derived_number(value):
    """Return a computed Decimal as an entered one may be: half up to 6 decimals and 15 significant digits, never -0.

    Raises NumberError where more than 15 digits stand before the point.
    """
    decimals = min(MAX_DECIMALS, MAX_DIGITS - 1 - value.adjusted())
    if decimals >= 0:
        rounded = _round(value, decimals)
        if rounded.adjusted() < MAX_DIGITS:
            return rounded or Decimal(0)
    raise NumberError("digits", limit=MAX_DIGITS)


# Writing


def format_number(value, language, *, decimals=None):
    """Return 12,500 or 1.5: thousands separated, no trailing zeros, never -0; "—" for None.

    With `decimals`, rounded half up to at most that many. The same in both languages so far.
    """
    if value is None:
        return NOTHING
    if decimals is not None:
        value = _round(value, decimals)
    whole, _point, fraction = f"{value if value else abs(value):,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def format_value(value, unit, language, *, decimals=None):
    """Return the value with its unit, as short as a table wants it; "—" for None.

    6.2日, 6.2 days, 70%, 4.2pt. Yen, however the unit is spelt: in Japanese 1,235万円 and 1.5億円 from
    10万円 up, rounded half up, with one decimal below a hundred; in English ¥12,345,678, never shortened.
    """
    if value is not None and _is_yen(unit) and is_japanese(language) and abs(value) >= SHORTENED_FROM:
        return f"{_in_man_or_oku(value, language)}円"
    return exact_value(value, unit, language, decimals=decimals)


def axis_number(value, language):
    """Return a round number as short as an axis wants it, every digit kept: 1.05億, 8,000万, 105M; 500 as it is."""
    scales = AXIS_SCALES["ja" if is_japanese(language) else "en"]
    for scale, word in scales:
        if abs(value) >= scale:
            return f"{format_number(value / scale, language)}{word}"
    return format_number(value, language)


def exact_value(value, unit, language, *, decimals=None):
    """Return the value with its unit and every digit: 12,345,678円, ¥12,345,678, 6.2 days; "—" for None."""
    number = format_number(value, language, decimals=decimals)
    if value is None:
        return number
    if _is_yen(unit):
        return f"{number}円" if is_japanese(language) else _with_yen_sign(number)
    return f"{number}{_unit_behind(unit)}"


@lru_cache(maxsize=4096)  # a mail says a dozen of them, a Monday ten thousand mails
def format_percent(progress, language):
    """Return a share as a whole percentage, half up: 0.7000 is 70%, -0.0500 is -5%; "—" for None."""
    if progress is None:
        return NOTHING
    return f"{format_number(progress * 100, language, decimals=0)}%"


def format_points(delta):
    """Return the difference of two shares in points, half up to one decimal: 0.042 is +4.2pt, 0 is 0pt.

    "—" for None. A difference of two values that are percentages already takes format_value with "pt".
    """
    if delta is None:
        return NOTHING
    points = _round(delta * 100, 1)
    return f"{'+' if points > 0 else ''}{format_number(points, 'en')}pt"


def _in_man_or_oku(value, language):
    # Rounded before it is compared: 9,999.9万 is 1億, not 10,000万.
    in_man = _round_short(value / MAN)
    if abs(in_man) < MAN:
        return f"{format_number(in_man, language)}万"
    return f"{format_number(_round_short(value / OKU), language)}億"


def _round_short(value):
    return _round(value, 1 if abs(value) < ONE_DECIMAL_BELOW else 0)


def _round(value, decimals):
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _with_yen_sign(number):
    return f"-¥{number[1:]}" if number.startswith("-") else f"¥{number}"


@lru_cache  # a page shows hundreds of values, and a handful of units
def _unit_behind(unit):
    unit = _tidy(unit)
    closes_up = not unit or unit in CLOSED_UP_UNITS or unit[0] >= FIRST_EAST_ASIAN_SIGN
    return unit if closes_up else f" {unit}"


def _tidy(unit):
    return unit.translate(HALF_WIDTH).strip()


@lru_cache
def _is_yen(unit):
    return _tidy(unit).casefold() in YEN_UNITS
