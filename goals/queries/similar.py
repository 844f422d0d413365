"""Objectives that say nearly the same as one that is being written, so that nobody does a thing twice (B19)."""

import re
from collections import Counter
from math import log

from common.text import search_key
from goals.access import share_company
from goals.models import Cycle, Objective

MOST_SHOWN = 3
ALIKE_FROM = 0.4
FEWEST_PARTS = 2
RUNS = re.compile(r"[a-z0-9]{3,}|[^\W\x00-\x7f]+")


def similar_objectives(title, viewer, *, but=None):
    """The published objectives of open cycles that the viewer may read and whose titles are most alike: one query.

    ``but`` is the id of the objective that is written.
    """
    found = Objective.objects.visible_to(viewer).published().exclude(cycle__stage=Cycle.Stage.CLOSED)
    others = list(found.exclude(pk=but).select_related("owner", "cycle").order_by("pk"))
    scores = likenesses(title, [other.title for other in others])
    alike = [pair for pair in zip(scores, others, strict=True) if pair[0] >= ALIKE_FROM]
    alike.sort(key=lambda pair: -pair[0])
    return [share_company(viewer, other) for _score, other in alike[:MOST_SHOWN]]


def likenesses(title, others):
    """How much the title has in common with each of the others: the share, 0 to 1, of what the shorter one says.

    What many titles have says little (inverse document frequency; Spärck Jones, 1972).
    """
    wanted, held = parts(title), [parts(other) for other in others]
    if len(wanted) < FEWEST_PARTS:
        return [0.0] * len(others)
    count = Counter(part for some in held for part in some)

    def weight(some):
        return sum(log(1 + len(others) / (1 + count[part])) for part in some)

    most = weight(wanted)
    return [weight(wanted & some) / min(most, weight(some)) if wanted & some else 0.0 for some in held]


def parts(text):
    """The different words in Latin letters, and of all else, which has no spaces, each pair of neighbours."""
    found = set()
    for run in RUNS.findall(search_key(text)):
        found |= {run} if run[0] <= "z" else {run[at : at + 2] for at in range(len(run) - 1)}
    return found
