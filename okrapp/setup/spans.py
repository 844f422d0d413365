"""Which cycles a company may begin with."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language

from common.periods import Period, cycle_name, span_around
from goals.wording import short_date


@dataclass(frozen=True)
class Span:
    kind: str
    period: Period
    label: str

    @property
    def key(self):
        return f"{self.kind}:{self.period.start}"


def offered_spans(today, start_month):
    """The fiscal quarter around the day, the next one, the half and the year; the first is the suggestion."""
    quarter = span_around("quarter", today, start_month)
    following = span_around("quarter", quarter.end + timedelta(days=1), start_month)
    spans = [("quarter", quarter), ("quarter", following)]
    spans += [(kind, span_around(kind, today, start_month)) for kind in ("half", "year")]
    return [Span(kind, period, label(kind, period, start_month)) for kind, period in spans]


def label(kind, period, start_month):
    name = cycle_name(kind, period.start, start_month, get_language())
    return f"{name} ({short_date(period.start)}–{short_date(period.end)})"
