"""Whether key results are automatic exactly where a KPI drives them, and stand where its actuals put them."""

from django.db import transaction

from goals.domain.automatic import set_automatic
from goals.domain.locks import lock_key_result
from goals.domain.recompute import Difference
from goals.domain.recompute import recount as recount_goals
from goals.domain.repairs import repair as repair_goals
from goals.models import KeyResult
from kpis.models import KeyResultLink
from people.domain.audit import record_change


def recount_driven(company):
    """Return the differences of the company's key results that a KPI drives, or that are marked so."""
    driven = set(
        KeyResultLink.objects.driving().filter(key_result__company=company).values_list("key_result", flat=True)
    )
    marked = set(KeyResult.objects.filter(company=company, is_automatic=True).values_list("pk", flat=True))
    wrong = [Difference(KeyResult, pk, "is_automatic", pk in marked, pk in driven) for pk in sorted(driven ^ marked)]
    differences = recount_goals(company).differences
    return wrong + [each for each in differences if each.model is KeyResult and each.pk in driven & marked]


def repair_driven(company, differences):
    """Mark what is not marked right, then bring the figures up to date, with an audit entry for each."""
    for difference in differences:
        if difference.field == "is_automatic":
            mark(difference)
    repair_goals(recount_goals(company))


@transaction.atomic
def mark(difference):
    key_result = lock_key_result(difference.pk)
    changes = {"is_automatic": (difference.stored, difference.right)}
    record_change(key_result, actor=None, action="keyresult.repaired", changes=changes)
    set_automatic(key_result, difference.right)
