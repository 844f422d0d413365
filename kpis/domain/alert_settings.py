"""Changing who is told, who is asked for a check-in, and what is opened, when a KPI turns."""

from dataclasses import dataclass

from django.db import transaction

from kpis.domain.measurements import lock_kpi
from kpis.models import AlertRule
from people.domain.audit import record_differences
from people.models import User


@dataclass(frozen=True)
class Wanted:
    """What one rule is to do; one that does nothing is none."""

    notify: tuple = ()
    asks_check_in: bool = False
    initiative_title: str = ""
    initiative_owner: User | None = None
    initiative_days: int = 28

    @property
    def does_something(self):
        return bool(self.notify or self.asks_check_in or self.initiative_title)

    @property
    def fields(self):
        opens = {
            "initiative_title": self.initiative_title,
            "initiative_owner": self.initiative_owner,
            "initiative_days": self.initiative_days,
        }
        return {"asks_check_in": self.asks_check_in} | (opens if self.initiative_title else NO_INITIATIVE)


NO_INITIATIVE = {name: getattr(Wanted, name) for name in ("initiative_title", "initiative_owner", "initiative_days")}
ASKS, BETWEEN, THE_OWNER = "asks for check-ins", ", ", "the owner"


@transaction.atomic
def set_alert_rules(kpi, wanted, *, actor):
    """Let the KPI have these rules and no others: {AlertRule.When: Wanted}.

    One audit entry where anything changes.
    """
    locked = lock_kpi(kpi.pk)
    before = described(locked)
    for when, terms in wanted.items():
        if terms.does_something:
            rule, _is_new = locked.alert_rules.update_or_create(when=when, defaults=terms.fields)
            rule.notify.set(terms.notify)
        else:
            locked.alert_rules.filter(when=when).delete()
    record_differences(locked, before, described(locked), actor=actor, action="kpi.alert_rules_set")


def described(kpi):
    """{case: what its rule does}, None for no rule, as the audit log keeps it."""
    rules = {rule.when: rule for rule in kpi.alert_rules.select_related("initiative_owner")}
    return {str(when): as_text(rules[when]) if when in rules else None for when in AlertRule.When}


def as_text(rule):
    people = [full_name(person) for person in rule.notify.order_by("pk")]
    asks = [ASKS] if rule.asks_check_in else []
    return BETWEEN.join([*people, *asks, *opening_text(rule)])


def opening_text(rule):
    if not rule.initiative_title:
        return []
    owner = full_name(rule.initiative_owner) if rule.initiative_owner else THE_OWNER
    return [f"opens “{rule.initiative_title}” for {owner}, due in {rule.initiative_days} days"]


def full_name(person):
    return f"{person.family_name} {person.given_name}"
