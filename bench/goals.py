"""What each figure has to be. D is deterministic and decides the exit code; T is a time, only reported."""

from dataclasses import dataclass

KIB = 1024


@dataclass(frozen=True)
class Goal:
    """``of`` names what is held against the limit: the value, or its ratio to the floor's."""

    number: int
    kind: str
    limit: float
    of: str = "value"
    at_least: bool = False

    def is_met(self, value, ratio):
        held = ratio if self.of == "ratio" else value
        return held >= self.limit if self.at_least else held <= self.limit


def time_against(number, limit):
    return Goal(number, "T", limit, of="ratio")


def exactly_none(number):
    return Goal(number, "D", 0)


GOALS = {
    "sql department": Goal(1, "D", 12),
    "sql department of 10": Goal(1, "D", 12),
    "sql department of 400": Goal(1, "D", 12),
    "sql company": Goal(1, "D", 12),
    "sql home": Goal(1, "D", 10),
    "sql objective": Goal(1, "D", 10),
    "sql key result": Goal(1, "D", 10),
    "sql person": Goal(1, "D", 10),
    "sql profile": Goal(1, "D", 10),
    "sql search": Goal(1, "D", 10),
    "sql scorecard": Goal(1, "D", 10),
    "sql bowler": Goal(1, "D", 10),
    "sql differing with size": exactly_none(1),
    "time department": time_against(2, 1.5),
    "time home": time_against(3, 2.0),
    "time profile": time_against(3, 1.6),
    "time company": time_against(17, 1.5),
    "time scorecard": time_against(17, 1.5),
    "time bowler": time_against(17, 1.5),
    "time search": time_against(18, 1.6),
    "growth": Goal(4, "T", 0.05),
    "growth company": Goal(4, "T", 1.0),  # it lists every department
    "bytes html": Goal(6, "D", 24 * KIB),
    "bytes all": Goal(6, "D", 72 * KIB),
    "requests": Goal(6, "D", 6),
    "third-party hosts": exactly_none(6),
    "browser ready": time_against(7, 1.3),
    "browser blocked": Goal(7, "T", 50),
    "browser nodes": Goal(7, "T", 1.6, of="ratio"),
    "browser layout shift": Goal(7, "T", 0.02),
    "browser check-in p95": Goal(8, "T", 100),
    "browser check-in bytes": Goal(8, "T", 3 * KIB),
    "check-ins by 8": Goal(9, "T", 0.40, of="ratio", at_least=True),
    "check-ins p99 to p50": Goal(9, "T", 3),
    "check-ins by 32 to 8": Goal(9, "T", 0.9, at_least=True),
    "check-in sql": Goal(9, "T", 8),
    "audit lost": exactly_none(11),
    "audit doubled": exactly_none(11),
    "audit stale": exactly_none(11),
    "audit deadlocks": exactly_none(11),
    "rollup seconds": Goal(14, "T", 3),
    "rollup rows written again": exactly_none(14),
    "digest seconds": Goal(15, "T", 120),
    "digest to floor": time_against(15, 1.5),
    "digest sql a batch": Goal(15, "T", 5),
    "digest memory": Goal(15, "T", 20),
    "digest not exactly once": exactly_none(15),
    "digest messages": Goal(16, "D", 1, of="ratio"),
}


def goal_of(metric):
    """The goal of a metric, or None. All pages may grow alike, but for those with a goal of their own."""
    return GOALS.get(metric) or GOALS.get("growth" if metric.startswith("growth ") else "")
