"""How far agreements have come, for many readers at once."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Case, Count, F, When

from goals import rules
from goals.models import Cycle, KeyResult, Objective
from goals.models.objective import may_read
from goals.queries.awaiting import by_awaited, with_open_terms
from goals.queries.moves import place_among, place_of, places_of, within


@dataclass(frozen=True)
class Terms:
    """``awaited`` are key results by the person whose consent is missing, ``unagreed`` by (company, place).

    ``agreed`` and ``all`` count live key results by (company, place), where any is unagreed.
    """

    awaited: dict
    unagreed: dict
    agreed: Counter
    all: Counter

    def unagreed_for(self, reader, places):
        """What is not agreed yet in the reader's places and waits for others, the longest waiting first."""
        waiting = {key_result.pk for key_result in self.awaited[reader.pk]}
        keys = ((reader.company_id, place) for place in places.ids)
        found = (each for key in keys for each in self.unagreed.get(key, ()) if each.pk not in waiting)
        readable = (each for each in found if may_read(reader, each.objective))
        return sorted(readable, key=attrgetter("on_table_id"))

    def tally(self, reader, places):
        """(agreed, all) in the reader's places."""
        keys = [(reader.company_id, place) for place in places.ids]
        return sum(self.agreed[key] for key in keys), sum(self.all[key] for key in keys)


def terms_of(readers):
    """The Terms of these people, who are loaded with their companies; two queries."""
    managed = {place for reader in readers if (places := places_of(reader)).is_managed for place in places.ids}
    key_results = with_open_terms(readers, managed)
    unagreed = defaultdict(list)
    for key_result in key_results:
        if key_result.agreed_id is None:
            unagreed[key_result.company_id, place_of(key_result.objective)].append(key_result)
    agreed, everything = tallies(unagreed, managed)
    return Terms(by_awaited(key_results, readers), unagreed, agreed, everything)


def tallies(unagreed, places):
    agreed, everything = Counter(), Counter()
    if unagreed:
        for company, level, home, count, settled in counted(unagreed, places):
            key = company, place_among(level, home)
            everything[key] += count
            agreed[key] += settled
    return agreed, everything


def counted(unagreed, places):
    of_owner = When(objective__level=Objective.Level.INDIVIDUAL, then=F("objective__owner__department"))
    return (
        KeyResult.objects.live()
        .filter(within(places), company__in={company for company, _place in unagreed})
        .filter(objective__cycle__stage__in=Cycle.TAKING_CHECK_INS)
        .order_by()
        .values_list("company", "objective__level", Case(of_owner, default=F("objective__department")))
        .annotate(Count("pk"), Count("agreed"))
    )


def missing_people(key_result):
    """Who has yet to consent to the open terms of one that terms_of found; None stands for the administrators."""
    owner = key_result.on_table.owner
    if key_result.owner_consent is None:
        yield owner
    if key_result.manager_consent is None:
        yield next(iter(rules.accountable_line(key_result, owner)), None)
