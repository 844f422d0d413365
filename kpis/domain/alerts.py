"""Telling people when a KPI crosses between good, warn and bad, or its latest actual becomes a signal.

Expects the lock of the company that whoever changes an actual holds, so nothing is told twice by two at once.
"""

from collections import defaultdict
from dataclasses import dataclass

from goals.models import KeyResult
from kpis import thresholds
from kpis.domain.alert_rules import check_ins_asked, named_by_rules
from kpis.domain.openings import open_initiatives
from kpis.domain.signals import Reading, signals_of
from kpis.models import KeyResultLink, Kpi, Target
from kpis.models.kpi import may_read
from kpis.periods import Frequency, before, last_ended
from kpis.thresholds import State
from notifications.domain.activities import Happening, record_activities
from notifications.domain.watches import listeners
from notifications.models import Activity

VERDICTS = (State.GOOD, State.WARN, State.BAD)


@dataclass(frozen=True)
class Standing:
    """A KPI at its latest actual of a period that is over, and how the one before it stood ("" without one)."""

    kpi: Kpi
    reading: Reading
    state: str
    signal: str
    state_before: str


@dataclass(frozen=True)
class Alert:
    """What is told about a KPI: ``state`` where it crossed into it from ``before``, ``signal`` where it is one."""

    standing: Standing
    before: str
    state: str
    signal: str

    @property
    def kpi(self):
        return self.standing.kpi

    @property
    def occasion(self):
        return f"{self.standing.reading.period}:{self.state}:{self.signal}"

    @property
    def data(self):
        reading = self.standing.reading
        return {
            "period": reading.period,
            "frequency": self.kpi.frequency,
            "value": str(reading.value),
            "before": self.before,
            "state": self.state,
            "signal": self.signal,
        }


def raise_alerts(company, kpi_ids, *, actor):
    """Tell of what has changed in KPIs of the company whose actuals have. A query, and those of announce."""
    kpis = list(Kpi.objects.active().filter(pk__in=kpi_ids).order_by("pk"))
    for kpi in kpis:
        kpi.company = company
    announce(kpis, company.today(), actor=actor)


def announce(kpis, today, *, actor):
    """Tell those whom it concerns how KPIs of one company stand by now, where that is news.

    ``today`` is a date in the company's zone. Only the last two periods that are over can be news. Three queries for
    any number of KPIs, and a few more where one stands otherwise than before.
    """
    others = [each for each in standings_of(kpis, today) if is_other(each)]
    news = [each for each in others if is_recent(each, today)]
    told = facts_told(news)
    alerts = [alert for each in news if (alert := alert_of(each, told[each.kpi.pk, each.reading.period]))]
    tell(alerts, today, actor)
    note_announced(others)


def is_recent(standing, today):
    """Whether its latest actual is of the last period that is over, or of the one before."""
    kpi = standing.kpi
    start_month = kpi.company.fiscal_year_start_month
    return (
        standing.reading.ends_on >= before(last_ended(today, Frequency(kpi.frequency), start_month), start_month).end
    )


def standings_of(kpis, today):
    """The Standing of each that has an actual since its last break."""
    signals = signals_of(kpis, today)
    latest = {kpi.pk: signals[kpi.pk].current.readings[-2:] for kpi in kpis}
    targets = targets_of(latest)
    found = []
    for kpi in kpis:
        states = [state_of(kpi, reading, targets) for reading in latest[kpi.pk]]
        if states:
            reading = latest[kpi.pk][-1]
            signal = signals[kpi.pk].at(reading.period) or ""
            found.append(Standing(kpi, reading, states[-1], signal, states[0] if len(states) > 1 else ""))
    return found


def targets_of(latest):
    """{(KPI id, period key): Target} of those readings that have one of their own."""
    periods = {reading.period for readings in latest.values() for reading in readings}
    rows = Target.objects.filter(kpi__in=latest, period__in=periods)
    return {(row.kpi_id, row.period): row for row in rows}


def state_of(kpi, reading, targets):
    """The State, "" where it is no verdict."""
    target = kpi.target_of(targets.get((kpi.pk, reading.period)))
    state = thresholds.state(target, reading.value, warn_from=kpi.warn_from)
    return state.value if state in VERDICTS else ""


def is_other(standing):
    kpi = standing.kpi
    return (standing.state, standing.signal) != (kpi.announced_state, kpi.announced_signal)


def facts_told(standings):
    """{(KPI id, period key): states and signals that were told of it}."""
    found = defaultdict(set)
    if standings:
        same = Activity.objects.filter(
            kind=Activity.Kind.KPI_ALERT, object_id__in=[each.kpi.pk for each in standings]
        )
        for pk, occasion in same.values_list("object_id", "occasion"):
            period, *facts = occasion.split(":")
            found[pk, period].update(facts)
    return found


def alert_of(standing, told):
    """The Alert, or None where nothing is new. ``told``: the facts told of its period before."""
    kpi = standing.kpi
    known = kpi.announced_state or standing.state_before
    has_crossed = standing.state and standing.state_before and known and standing.state != known
    # A correction that takes a crossing back leaves what was told; there is nothing to add.
    is_undone = told and standing.state == standing.state_before
    state = standing.state if has_crossed and not is_undone and standing.state not in told else ""
    is_new_signal = standing.signal not in {"", kpi.announced_signal, *told}
    signal = standing.signal if is_new_signal else ""
    return Alert(standing, known if state else "", state, signal) if state or signal else None


def tell(alerts, today, actor):
    """Record one activity an alert, and what the KPIs' rules ask for.

    Owners hear of it, watchers, those named by rules, and the owners of key results that a KPI is linked to (B14).
    """
    if not alerts:
        return
    named, served = named_by_rules(alerts), served_by(alerts)
    people = listeners(
        Kpi, {each.kpi.pk: {each.kpi.owner_id} | named[each.kpi.pk] | served[each.kpi.pk] for each in alerts}
    )
    happenings = [
        Happening(Activity.Kind.KPI_ALERT, each.kpi, readers(each.kpi, people), each.data, each.occasion)
        for each in alerts
    ]
    opened = open_initiatives(alerts, today, actor=actor)
    record_activities([*happenings, *check_ins_asked(alerts), *opened], actor=actor)


def served_by(alerts):
    """{KPI id: ids of the owners of key results under way that it is linked to}. One query."""
    links = KeyResultLink.objects.filter(kpi__in=[each.kpi.pk for each in alerts])
    found = defaultdict(set)
    for kpi, owner in links.filter(key_result__in=KeyResult.objects.under_way()).values_list(
        "kpi", "key_result__owner"
    ):
        found[kpi].add(owner)
    return found


def readers(kpi, people):
    """Those of the people who may read it."""
    for person in people[kpi.pk]:
        person.company = kpi.company
    return [person for person in people[kpi.pk] if may_read(person, kpi)]


def note_announced(standings):
    """Store how each stands now, in as many statements as there are ways to stand."""
    groups = defaultdict(list)
    for each in standings:
        groups[each.state, each.signal].append(each.kpi.pk)
    for (state, signal), ids in groups.items():
        Kpi.objects.filter(pk__in=ids).update(announced_state=state, announced_signal=signal)
