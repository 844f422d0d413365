"""The cycles of a company and the one a request looks at."""

from datetime import timedelta

from common.periods import fiscal_year, half_span, quarter_span, year_span
from goals.domain.cycles import current_cycle
from goals.models import Cycle

SESSION_KEY = "cycle"
FISCAL_SPANS = {
    Cycle.Kind.QUARTER: (quarter_span, 4),
    Cycle.Kind.HALF: (half_span, 2),
    Cycle.Kind.YEAR: (lambda year, _part, start_month: year_span(year, start_month), 1),
}


def cycles_of(company):
    """All cycles of the company, latest first, sharing the loaded company."""
    cycles = list(Cycle.objects.of(company))
    for cycle in cycles:
        cycle.company = company
    return cycles


def selected_cycle(request):
    """The cycle chosen in this session, else the current one, else None. Queried once per request."""
    if not hasattr(request, "cycles"):
        request.cycles = cycles_of(request.user.company)
    chosen = request.session.get(SESSION_KEY)
    for cycle in request.cycles:
        if cycle.pk == chosen:
            return cycle
    return current_cycle(request.cycles, request.user.company.today())


def suggested_cycles(company, cycles):
    """The next cycle of each fiscal kind, unsaved: after the latest of its kind, else the one today is in."""
    return [suggested_cycle(kind, company, cycles) for kind in FISCAL_SPANS]


def suggested_cycle(kind, company, cycles):
    latest = max((cycle.ends_on for cycle in cycles if cycle.kind == kind), default=None)
    day = latest + timedelta(days=1) if latest else company.today()
    span = span_around(day, kind, company.fiscal_year_start_month)
    return Cycle(company=company, kind=kind, starts_on=span.start, ends_on=span.end)


def span_around(day, kind, start_month):
    """The fiscal quarter, half or year in which the day lies."""
    span_of, parts = FISCAL_SPANS[kind]
    year = fiscal_year(day, start_month)
    spans = (span_of(year, part, start_month) for part in range(1, parts + 1))
    return next(span for span in spans if day in span)
