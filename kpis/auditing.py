"""What the audit log says about KPIs. Actuals keep a history of their own, with who recorded each."""

import re

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from goals.models import KeyResult
from kpis.domain.alert_settings import ASKS, BETWEEN, THE_OWNER
from kpis.models import AlertRule, Baseline, KeyResultLink, Kpi, KpiNote, QualityAnswer
from kpis.periods import KEYS, parse_key
from kpis.wording import period_name
from people.audited import Audited, Group, register, register_acts

QUALITY = "quality_"
OPENS = re.compile(r"opens “(?P<title>.*)” for (?P<owner>.*), due in (?P<days>\d+) days")


def period_word(text, company):
    """A period in words, whatever the frequency of its key."""
    frequency = next((each for each, key in KEYS.items() if key.fullmatch(text)), None)
    if frequency is None:
        return text
    start_month = company.fiscal_year_start_month
    return period_name(parse_key(text, frequency, start_month), start_month)


def answer_word(text, _company):
    """An answer to a question of quality, with its remark."""
    answer, *remark = text.split(": ", 1)
    return ": ".join([str(dict(QualityAnswer.Answer.choices).get(answer, answer)), *remark])


def rule_word(text, _company):
    """Who is told and asked by an alert, and what it opens."""
    asks = str(AlertRule._meta.get_field("asks_check_in").verbose_name)
    told = BETWEEN.join(asks if part == ASKS else part for part in text.split(BETWEEN))
    return OPENS.sub(opening_word, told)


def opening_word(found):
    words = found.groupdict()
    words["owner"] = gettext("the owner of the KPI") if words["owner"] == THE_OWNER else words["owner"]
    return gettext("opens the initiative “%(title)s” for %(owner)s, due in %(days)s days") % words


register(
    Audited(
        Kpi,
        labels={
            "on": pgettext_lazy("date", "Day"),
            "period": _("Period"),
            **{value: label for value, label in AlertRule.When.choices},
            **{f"{QUALITY}{value}": label for value, label in QualityAnswer.Question.choices},
        },
        fields={
            **{name: KpiNote._meta.get_field(name) for name in ["on", "text"]},
            "starts_on": Baseline._meta.get_field("starts_on"),
        },
        values={
            "period": period_word,
            **dict.fromkeys(AlertRule.When.values, rule_word),
            **{f"{QUALITY}{value}": answer_word for value in QualityAnswer.Question.values},
        },
        visible_to=lambda reader: Kpi.objects.visible_to(reader),
        url_name="kpi",
        key="code",
        title="name",
    ),
    {
        "kpi.created": (Group.ADDED, pgettext_lazy("audit", "Added the KPI")),
        "kpi.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the KPI")),
        "kpi.target_set": (Group.CHANGED, pgettext_lazy("audit", "Changed a target of the KPI")),
        "kpi.source_verified": (Group.CHANGED, pgettext_lazy("audit", "Checked the data source")),
        "kpi.archived": (Group.MOVED, pgettext_lazy("audit", "Archived the KPI")),
        "kpi.restored": (Group.MOVED, pgettext_lazy("audit", "Brought the KPI back")),
        "kpi.alert_rules_set": (Group.CHANGED, pgettext_lazy("audit", "Changed the alerts of the KPI")),
        "kpi.baseline_set": (Group.ADDED, pgettext_lazy("audit", "Set a new baseline")),
        "kpi.baseline_withdrawn": (Group.REMOVED, pgettext_lazy("audit", "Took a baseline back")),
        "kpi.note_added": (Group.ADDED, pgettext_lazy("audit", "Pinned a note to the chart")),
        "kpi.note_changed": (Group.CHANGED, pgettext_lazy("audit", "Changed a note on the chart")),
        "kpi.note_removed": (Group.REMOVED, pgettext_lazy("audit", "Removed a note from the chart")),
        "kpi.quality_answered": (Group.CHANGED, pgettext_lazy("audit", "Answered whether it is a good KPI")),
        "kpi.repaired": (Group.REPAIRED, pgettext_lazy("audit", "Put computed actuals right")),
    },
)
register_acts(
    {
        "key_result.kpi_linked": (Group.CHANGED, pgettext_lazy("audit", "Changed the KPIs of the key result")),
        "company.actuals_imported": (Group.FILES, pgettext_lazy("audit", "Imported actuals")),
    },
    {(KeyResult, "kpi_mode"): KeyResultLink._meta.get_field("mode")},
)
