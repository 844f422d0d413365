"""Recount a company; then spoil some of its figures, repair them, and repair once more."""

import time

from goals.domain.recompute import recount
from goals.domain.repairs import repair
from goals.models import KeyResult
from people.models import Company

TIMES = 3
SPOILT = 50


def run():
    company = Company.objects.latest("pk")
    seconds = [seconds_to_recount(company) for _time in range(TIMES)]
    some = KeyResult.objects.filter(company=company).order_by("pk").values("pk")[:SPOILT]
    KeyResult.objects.filter(pk__in=some).update(last_note="spoilt", progress=9)
    return {
        "key_results": company.key_results.count(),
        "seconds": seconds,
        "repaired": repair(recount(company)),
        "repaired_again": repair(recount(company)),
    }


def seconds_to_recount(company):
    started = time.perf_counter()
    recount(company)
    return time.perf_counter() - started
