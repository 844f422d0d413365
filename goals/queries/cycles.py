"""The cycles of a company and the one a request looks at."""

from datetime import timedelta

from common.periods import span_around
from goals.domain.cycles import current_cycle
from goals.models import Cycle

SESSION_KEY = "cycle"
FISCAL_KINDS = [Cycle.Kind.QUARTER, Cycle.Kind.HALF, Cycle.Kind.YEAR]


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
    return [suggested_cycle(kind, company, cycles) for kind in FISCAL_KINDS]


def suggested_cycle(kind, company, cycles):
    latest = max((cycle.ends_on for cycle in cycles if cycle.kind == kind), default=None)
    day = latest + timedelta(days=1) if latest else company.today()
    span = span_around(kind, day, company.fiscal_year_start_month)
    return Cycle(company=company, kind=kind, starts_on=span.start, ends_on=span.end)
