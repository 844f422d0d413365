"""Formulas over the codes of KPIs: + − × ÷, parentheses and numbers, exact in Decimal. No database, no eval.

    formula   = product { ("+" | "−") product }
    product   = factor { ("×" | "÷") factor }
    factor    = "−" factor | number | code | "(" formula ")"

``*``, ``/``, ``-`` and full-width forms read the same. Divisions carry 50 digits; everything else is exact.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from operator import add, mul, sub, truediv
from unicodedata import normalize

LONGEST, DEEPEST, DIGITS = 500, 30, 50
TOKEN = re.compile(r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|(?P<code>[A-Z][A-Z0-9_]{0,29})|(?P<sign>[-+×÷()]))")
SIGNS = str.maketrans({"−": "-", "*": "×", "/": "÷", "∗": "×", "∕": "÷"})
SUMS, PRODUCTS = {"+": add, "-": sub}, {"×": mul, "÷": truediv}
OPERATORS = SUMS | PRODUCTS


class FormulaError(ValueError):
    """What is wrong, as a word for ``kpis.tree_wording``, and at which character, counted from 1."""

    def __init__(self, problem, position):
        super().__init__(f"{problem} at {position}")
        self.problem, self.position = problem, position


class DividedByZero(ArithmeticError):
    """With these values the formula divides by 0."""


@dataclass(frozen=True)
class Token:
    text: str
    kind: str
    position: int


@dataclass(frozen=True)
class Number:
    value: Decimal

    def evaluate(self, values):
        return self.value


@dataclass(frozen=True)
class Code:
    name: str

    def evaluate(self, values):
        return values[self.name]


@dataclass(frozen=True)
class Operation:
    """The first operand, then one (operator, operand) after the other, from left to right."""

    first: object
    rest: tuple

    def evaluate(self, values):
        result = self.first.evaluate(values)
        for operator, operand in self.rest:
            right = operand.evaluate(values)
            if operator is truediv and not right:
                raise DividedByZero
            result = operator(result, right)
        return result


@dataclass(frozen=True)
class Formula:
    """A formula that reads right. ``text`` is its one spelling, ``codes`` are what it uses, in order."""

    text: str
    codes: tuple
    root: object

    def evaluate(self, values):
        """Return the exact Decimal for {code: Decimal}. Raises DividedByZero."""
        with localcontext(prec=DIGITS):
            return self.root.evaluate(values)


@lru_cache(maxsize=1000)
def parse(text):
    """Return the Formula a text says. Raises FormulaError."""
    tokens = tokens_of(text)
    parser = Parser(tokens)
    root = parser.formula()
    if parser.current.kind != "end":
        raise FormulaError("operator_missing", parser.current.position)
    codes = dict.fromkeys(token.text for token in tokens if token.kind == "code")
    return Formula(spelling(tokens), tuple(codes), root)


def tokens_of(text):
    """The parts of a formula, ended by one of kind "end"; positions are those of the text as typed."""
    if len(text) > LONGEST:
        raise FormulaError("too_long", LONGEST + 1)
    plain = "".join(half_width(character) for character in text).upper()
    tokens, at, end = [], 0, len(plain.rstrip())
    while at < end:
        found = TOKEN.match(plain, at)
        if not found:
            raise FormulaError("unknown_sign", at + 1 + len(plain[at:]) - len(plain[at:].lstrip()))
        kind = found.lastgroup
        if kind != "sign" and tokens and tokens[-1].kind != "sign":
            raise FormulaError("operator_missing", found.start(kind) + 1)
        tokens.append(Token(found[kind], kind, found.start(kind) + 1))
        at = found.end()
    return [*tokens, Token("", "end", end + 1)]


def half_width(character):
    """One character for one, so that positions stay."""
    plain = normalize("NFKC", character).translate(SIGNS)
    return plain if len(plain) == 1 and len(plain.upper()) == 1 else "\0"


def spelling(tokens):
    """The text of the tokens, with single spaces around operators that stand between two values: (A + −B) × 2."""
    text, before = "", "("
    for token in tokens:
        between = token.text in OPERATORS and before not in OPERATORS and before != "("
        text += f" {token.text} " if between else token.text
        before = token.text
    return text.replace("-", "−")


class Parser:
    """Recursive descent over the tokens."""

    def __init__(self, tokens):
        self.tokens = iter(tokens)
        self.depth = 0
        self.advance()

    def advance(self):
        self.current = next(self.tokens, None)

    def formula(self):
        return self.chain(self.product, SUMS)

    def product(self):
        return self.chain(self.factor, PRODUCTS)

    def chain(self, operand, operators):
        first, rest = operand(), []
        while self.current.text in operators:
            operator = operators[self.current.text]
            self.advance()
            rest.append((operator, operand()))
        return Operation(first, tuple(rest)) if rest else first

    def factor(self):
        token = self.current
        if token.kind == "end":
            raise FormulaError("ends_early", token.position)
        if token.text not in {"(", "-"} and token.kind == "sign":
            raise FormulaError("value_missing", token.position)
        self.advance()
        match token.kind:
            case "number":
                return Number(Decimal(token.text))
            case "code":
                return Code(token.text)
        return self.nested(token)

    def nested(self, token):
        """What follows a minus or an opening parenthesis."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too_deep", token.position)
        inner = self.enclosed(token) if token.text == "(" else Operation(Number(Decimal(0)), ((sub, self.factor()),))
        self.depth -= 1
        return inner

    def enclosed(self, opening):
        inner = self.formula()
        if self.current.kind == "end":
            raise FormulaError("not_closed", opening.position)
        if self.current.text != ")":
            raise FormulaError("operator_missing", self.current.position)
        self.advance()
        return inner
