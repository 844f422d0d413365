"""The tree and its formulas in words: what is wrong with one, why one gives no value, what a part contributes."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.numbers import format_value
from common.text import in_a_row
from kpis.wording import unit_of_difference


def formula_problem(error):
    """A FormulaError as a sentence for the one who typed the formula."""
    sentence = {
        "too_long": _("A formula has at most 500 characters."),
        "too_deep": _("There are too many parentheses inside one another, at character %(position)s."),
        "unknown_sign": _(
            "Character %(position)s cannot be read. Use codes of KPIs, numbers, + − × ÷ and parentheses."
        ),
        "operator_missing": _("An operator (+ − × ÷) is missing before character %(position)s."),
        "value_missing": _("A code, a number or an opening parenthesis is missing before character %(position)s."),
        "ends_early": _("The formula ends too early: a code or a number is missing at the end."),
        "not_closed": _("The parenthesis opened at character %(position)s is not closed."),
    }[error.problem]
    return sentence % {"position": error.position}


def no_value_reason(outcome):
    """Why a formula gives no value in a period; "" where it gives one."""
    if outcome.problem == "zero":
        return _("No value: the formula divides by 0.")
    if outcome.problem == "large":
        return _("No value: the result has more than 15 digits.")
    return in_a_row(gap_sentence(gap) for gap in outcome.gaps)


def gap_sentence(gap):
    words = {"code": gap.kpi.code, "known": gap.known, "periods": gap.periods}
    if gap.periods == 1:
        return _("%(code)s has no actual yet.") % words
    return _("%(code)s has %(known)s of %(periods)s actuals.") % words


def typed_over_text(kpi, difference):
    """How far a typed actual lies from the computed one."""
    return _("Typed; %(amount)s from the computed value") % {"amount": with_sign(kpi, difference)}


def contribution_text(kpi, amount):
    """What a part contributes to the gap of ``kpi``; "" where that cannot be said."""
    return "" if amount is None else _("Share of the gap: %(amount)s") % {"amount": with_sign(kpi, amount)}


def with_sign(kpi, amount):
    text = format_value(amount, unit_of_difference(kpi), get_language(), decimals=kpi.decimals)
    return f"+{text}" if amount > 0 else text


def children_text(name, count):
    """What the control says that opens and closes a branch."""
    words = {"name": name, "count": count}
    return ngettext("%(count)s KPI below %(name)s", "%(count)s KPIs below %(name)s", count) % words
