"""How large a generated company is to be, and the words it is made of."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

WORDS = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Plan:
    """The same plan gives the same company, except for primary keys."""

    day: date
    people: int = 1_000
    departments: int = 50
    objectives: int = 3_000
    key_results: int = 10_500
    check_ins: int = 262_000
    seed: int = 1
    language: str = "ja"


@dataclass
class Workshop:
    """What every step of one generation shares."""

    plan: Plan
    company: object
    dice: Random
    words: dict = field(default_factory=dict)

    def pick(self, name):
        return self.dice.choice(self.words[name])

    def chance(self, share):
        return self.dice.random() < share


def load_words(language):
    return tomllib.loads(WORDS.read_text())[language]


def shares(total, weights):
    """Split a whole number in proportion to the weights; the parts add up to it exactly."""
    whole, seen, given, parts = sum(weights), 0, 0, []
    for weight in weights:
        seen += weight
        upto = total * seen // whole if whole else 0
        parts.append(upto - given)
        given = upto
    return parts
