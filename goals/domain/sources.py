"""What the values of derived key results come from: the readings of a KPI, or the items of initiatives."""

from django.db.models import Count, Q

from goals.domain.figures import Tally
from goals.feeding import readings_of
from goals.models import Initiative, ServedKeyResult


def sources_of(key_results):
    """Return {id: readings or Tally} of those that follow a source now; the others keep what they have.

    Each needs its objective and cycle loaded. One query more than the readings take, where items are counted.
    """
    key_results = list(key_results)
    return readings_of(key_results) | tallies_of(key_results)


def tallies_of(key_results):
    following = [each.pk for each in key_results if each.has_initiatives and not each.is_settled]
    if not following:
        return {}
    counting = ServedKeyResult.objects.filter(key_result__in=following).exclude(
        initiative__state=Initiative.State.DROPPED
    )
    rows = counting.values_list("key_result").annotate(
        done=Count("initiative__items", filter=Q(initiative__items__done_at__isnull=False)),
        total=Count("initiative__items"),
    )
    return dict.fromkeys(following, Tally(0, 0)) | {pk: Tally(done, total) for pk, done, total in rows}
