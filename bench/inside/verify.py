"""What became of the check-ins that were acknowledged, and whether all figures follow from their rows."""

from goals.domain.recompute import recount
from goals.models import CheckIn
from people.models import Company

CHUNK = 5_000


def run(acknowledged):
    kept = sum(
        CheckIn.objects.filter(request_key__in=acknowledged[start : start + CHUNK])
        .values("request_key")
        .distinct()
        .count()
        for start in range(0, len(acknowledged), CHUNK)
    )
    sent = CheckIn.objects.exclude(request_key=None)
    return {
        "lost": len(set(acknowledged)) - kept,
        "doubled": sent.count() - sent.values("request_key").distinct().count(),
        "stale": len(recount(Company.objects.latest("pk")).differences),
    }
