"""The cycles of a company and the one a request looks at."""

from goals.domain.cycles import current_cycle
from goals.models import Cycle

SESSION_KEY = "cycle"


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
