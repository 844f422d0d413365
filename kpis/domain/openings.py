"""Initiatives that a KPI's rules open when it turns for the worse: once for what has happened, one at a time."""

import re
from datetime import timedelta

from goals.domain.opening import first_able, open_initiative, retitle, servable
from goals.models import Initiative, KeyResult
from kpis.domain.alert_rules import applying
from kpis.models import AlertRule, InitiativeLink, Opening
from kpis.models.kpi import may_read
from kpis.signals import Signal
from kpis.thresholds import Direction
from notifications.domain.activities import Happening
from notifications.models import Activity

KPI_MARK, PERIOD_MARK = "{kpi}", "{period}"
NO_NAME = "KPI"  # in both languages, and shorter than the mark
When = AlertRule.When
LEAST_TELLING_FIRST = [When.SIGNAL, When.WARN, When.BAD]
BETTER = {
    Direction.HIGHER: {Signal.ABOVE, Signal.RUN_ABOVE},
    Direction.LOWER: {Signal.BELOW, Signal.RUN_BELOW},
    Direction.RANGE: set(),
}
LONGEST = Initiative._meta.get_field("title").max_length


def open_initiatives(alerts, today, *, actor):
    """Open what the rules of the KPIs ask for; a Happening for each. Under the lock of the company."""
    opened = [opening for rule, alert in opening_rules(alerts) if (opening := open_for(rule, alert, today, actor))]
    return [happening(opening) for opening in opened]


def opening_rules(alerts):
    """(rule, alert) for each KPI of which one opens an initiative now; of several rules the most telling."""
    found = [pair for pair in applying(alerts) if pair[0].initiative_title and not is_good_news(*pair)]
    found.sort(key=lambda pair: LEAST_TELLING_FIRST.index(pair[0].when))
    chosen = {alert.kpi.pk: (rule, alert) for rule, alert in found}
    earlier = Opening.objects.filter(kpi__in=chosen).values_list("kpi", "occasion", "initiative__state")
    answered = {
        pk for pk, occasion, state in earlier if state in Initiative.OPEN or occasion == chosen[pk][1].occasion
    }
    return [pair for pk, pair in chosen.items() if pk not in answered]


def is_good_news(rule, alert):
    """Whether what the rule waits for is a signal for the better: nothing has to be done about that."""
    return rule.when == When.SIGNAL and alert.signal in BETTER[Direction(alert.kpi.direction)]


def open_for(rule, alert, today, actor):
    """The Opening, or None: nobody can own the initiative, or more people would read it than may read the KPI."""
    kpi = alert.kpi
    owner = first_able(*[each for each in (rule.initiative_owner, kpi.owner) if each and reads(each, kpi)])
    served = list(servable(KeyResult.objects.filter(kpi_links__kpi=kpi)).order_by("pk"))
    if owner is None or (kpi.is_restricted and not served):
        return None
    initiative = open_initiative(
        kpi.company,
        owner=owner,
        actor=actor,
        title=title_of(rule.initiative_title, alert),
        starts_on=today,
        due_on=today + timedelta(days=rule.initiative_days),
        key_results=served,
    )
    InitiativeLink.objects.create(kpi=kpi, initiative=initiative)
    data = alert.data | {"name": kpi.name}
    return Opening.objects.create(kpi=kpi, initiative=initiative, occasion=alert.occasion, data=data)


def reads(person, kpi):
    person.company = kpi.company
    return may_read(person, kpi)


def title_of(template, alert):
    """The template with the key of the period and the KPI's name put in; without that where it does not fit.

    A restricted KPI is not named, not even by the template: who else reads the initiative is for others to decide.
    """
    titled = template.replace(PERIOD_MARK, alert.data["period"])
    named, unnamed = titled.replace(KPI_MARK, alert.kpi.name), titled.replace(KPI_MARK, NO_NAME)
    if alert.kpi.is_restricted:
        return without_names(unnamed, {alert.kpi.name})
    return unnamed if len(named) > LONGEST else named


def without_names(title, names):
    """The title without any of the names, in whichever case: the longer first, as one may begin with the other.

    Also within a word: Japanese has no gaps between words, and a title that reads oddly gives nothing away.
    """
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(pattern, NO_NAME, title, flags=re.IGNORECASE)[:LONGEST]


def hide_name(kpi, *, actor):
    """Take the name of a restricted KPI out of the titles of what its rules opened. Under the lock of the company.

    The initiatives stay with those who read them; which of them may read the KPI, its link tells.
    """
    for opening in kpi.openings.select_related("initiative"):
        title = without_names(opening.initiative.title, {opening.data.get("name", kpi.name), kpi.name})
        if title != opening.initiative.title:
            retitle(opening.initiative, title, actor=actor)


def happening(opening):
    initiative = opening.initiative
    data = {name: value for name, value in opening.data.items() if name != "name"} | {"kpi": opening.kpi_id}
    return Happening(Activity.Kind.INITIATIVE_OPENED, initiative, [initiative.owner], data)
