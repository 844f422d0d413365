"""This week's digests of a seeded company: planned once, delivered as often as asked for."""

import resource
import time
from datetime import datetime, timedelta
from datetime import time as clock

from celery.signals import before_task_publish
from django.db import connection
from django.urls import reverse

from bench.inside.seed import this_monday
from notifications.domain.dispatch import BATCH, dispatch
from notifications.domain.planner import DIGESTS
from notifications.domain.sending import deliver
from notifications.models import Delivery
from notifications.tasks import deliver_batch
from people.models import Company

FRIDAY, NOON = timedelta(days=4), clock(12)
COMMITS = 2  # of one mail: that it may arrive from now on, and that it was taken


def run(step):
    company = Company.objects.latest("pk")
    now = datetime.combine(this_monday() + FRIDAY, NOON, tzinfo=company.zone)
    return {"plan": plan, "deliver": deliver_all}[step](now)


def plan(now):
    """Dispatch once; every message goes to a broker in this process, and is counted on its way."""
    published = []
    before_task_publish.connect(lambda **message: published.append(message), weak=False)
    started = time.perf_counter()
    dispatch(now, deliver_batch.delay)
    seconds = time.perf_counter() - started
    queued = DIGESTS.filter(state=Delivery.State.QUEUED).count()
    return {"messages": len(published), "queued": queued, "seconds": seconds}


def deliver_all(now):
    """Deliver them all in this one process, as a worker does batch by batch; once more if they were sent before.

    A worker has loaded the addresses of pages with its first mail, and works on for weeks.
    """
    reverse("home")
    DIGESTS.filter(state=Delivery.State.SENT).update(state=Delivery.State.QUEUED, sent_at=None, reply="")
    ids = list(DIGESTS.filter(state=Delivery.State.QUEUED).order_by("pk").values_list("pk", flat=True))
    asked, peaks = [], []
    started, used = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting(asked)):
        for start in range(0, len(ids), BATCH):
            deliver(ids[start : start + BATCH], now)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    mails = DIGESTS.filter(state=Delivery.State.SENT).count()
    return {
        "seconds": seconds,
        "mails": mails,
        "cpu_ms_a_mail": 1000 * used / max(mails, 1),
        "statements_a_batch": (len(asked) - COMMITS * mails) / max(len(peaks), 1),
        "growth_mib": peaks[-1] - peaks[1] if len(peaks) > 2 else None,
    }


def counting(asked):
    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    return count
