"""Changing who is told, and who is asked for a check-in, when a KPI turns."""

from django.db import transaction

from kpis.domain.measurements import lock_kpi
from kpis.models import AlertRule
from people.domain.audit import record_differences

ASKS, BETWEEN = "asks for check-ins", ", "


@transaction.atomic
def set_alert_rules(kpi, wanted, *, actor):
    """Let the KPI have these rules and no others: {AlertRule.When: (people, asks_check_in)}.

    A rule that does nothing is none. One audit entry where anything changes.
    """
    locked = lock_kpi(kpi.pk)
    before = described(locked)
    for when, (people, asks_check_in) in wanted.items():
        if people or asks_check_in:
            rule, _is_new = locked.alert_rules.update_or_create(when=when, defaults={"asks_check_in": asks_check_in})
            rule.notify.set(people)
        else:
            locked.alert_rules.filter(when=when).delete()
    record_differences(locked, before, described(locked), actor=actor, action="kpi.alert_rules_set")


def described(kpi):
    """{case: what its rule does}, None for no rule, as the audit log keeps it."""
    rules = {rule.when: rule for rule in kpi.alert_rules.all()}
    return {str(when): as_text(rules[when]) if when in rules else None for when in AlertRule.When}


def as_text(rule):
    people = [f"{person.family_name} {person.given_name}" for person in rule.notify.order_by("pk")]
    return BETWEEN.join([*people, *([ASKS] if rule.asks_check_in else [])])
