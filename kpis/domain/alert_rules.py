"""What a KPI's rules add to an alert: people who are told too, and check-ins that are asked for.

The initiatives they open stand in kpis.domain.openings.
"""

from collections import defaultdict

from goals.rules import takes_check_ins
from kpis.models import AlertRule, KeyResultLink
from kpis.thresholds import State
from notifications.domain.activities import Happening
from notifications.models import Activity

When = AlertRule.When


def applies(rule, alert):
    """Whether the alert is what the rule waits for."""
    match rule.when:
        case When.SIGNAL:
            return bool(alert.signal)
        case When.BAD:
            return alert.state == State.BAD
    return alert.state in {State.WARN, State.BAD}


def applying(alerts, **which):
    """(rule, alert) for each rule that waits for one of the alerts, of those that ``which`` filters."""
    by_kpi = {alert.kpi.pk: alert for alert in alerts}
    rules = AlertRule.objects.filter(kpi__in=by_kpi, **which).select_related("initiative_owner")
    pairs = ((rule, by_kpi[rule.kpi_id]) for rule in rules)
    return [(rule, alert) for rule, alert in pairs if applies(rule, alert)]


def named_by_rules(alerts):
    """{KPI id: ids of the people its rules name for the alert}. Two queries."""
    kpis = {rule.pk: alert.kpi.pk for rule, alert in applying(alerts)}
    named = defaultdict(set)
    for rule, person in AlertRule.notify.through.objects.filter(alertrule__in=kpis).values_list("alertrule", "user"):
        named[kpis[rule]].add(person)
    return named


def check_ins_asked(alerts):
    """A Happening for each live key result linked to a KPI whose rule asks its owner for a check-in."""
    asking = {alert.kpi.pk: alert for _rule, alert in applying(alerts, asks_check_in=True)}
    if not asking:
        return []
    links = KeyResultLink.objects.filter(kpi__in=asking)
    return [
        asked(link.key_result, asking[link.kpi_id])
        for link in links.select_related("key_result__owner", "key_result__objective__cycle").order_by("pk")
        if takes_check_ins(link.key_result)
    ]


def asked(key_result, alert):
    return Happening(
        Activity.Kind.CHECK_IN_ASKED,
        key_result,
        [key_result.owner],
        alert.data | {"kpi": alert.kpi.pk},
        f"{alert.kpi.pk}:{alert.occasion}",
    )
