"""Who is told, who is asked for a check-in, and which initiative is opened, when a KPI turns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.named_fields import NamedField, NamesField
from goals.forms.fields import model_field
from kpis.domain.alert_settings import Wanted
from kpis.models import AlertRule
from people.person_input import PersonInput

TELL, ASK, TITLE, OWNER, DAYS = "tell", "ask", "title", "owner", "days"


class AlertRulesForm(forms.Form):
    """Five fields for each case. ``people`` is a Directory of colleagues, ``rules`` are those the KPI has."""

    use_required_attribute = False

    def __init__(self, *args, people, rules, **kwargs):
        super().__init__(*args, **kwargs)
        present = {rule.when: rule for rule in rules}
        for when in AlertRule.When:
            for name, field in rule_fields(present.get(when) or AlertRule(), people).items():
                self.fields[f"{when}-{name}"] = field

    def cases(self):
        """(case in words, fields of whom to tell, fields of the initiative) for each."""
        for when in AlertRule.When:
            tells, opens = ((TELL, ASK), (TITLE, OWNER, DAYS))
            yield when.label, [self[f"{when}-{name}"] for name in tells], [self[f"{when}-{name}"] for name in opens]

    def wanted(self):
        """What set_alert_rules takes."""
        return {when: self.wanted_of(when) for when in AlertRule.When}

    def wanted_of(self, when):
        values = {name: self.cleaned_data[f"{when}-{name}"] for name in (TELL, ASK, TITLE, OWNER, DAYS)}
        usual = AlertRule._meta.get_field("initiative_days").default
        return Wanted(tuple(values[TELL]), values[ASK], values[TITLE], values[OWNER], values[DAYS] or usual)


def rule_fields(rule, people):
    fields = {
        TELL: NamesField(
            label=_("Tell"),
            required=False,
            initial=list(rule.notify.all()) if rule.pk else [],
            widget=PersonInput(several=True),
            help_text=_("Names, separated by commas. Who cannot read this KPI hears nothing."),
        ),
        ASK: forms.BooleanField(
            label=AlertRule._meta.get_field("asks_check_in").verbose_name, required=False, initial=rule.asks_check_in
        ),
        TITLE: model_field(
            AlertRule,
            "initiative_title",
            initial=rule.initiative_title,
            help_text=_(
                "Leave it empty to open none. {kpi} becomes the name, {period} the period: "
                "“Bring {kpi} back on course ({period})”."
            ),
        ),
        OWNER: NamedField(
            label=AlertRule._meta.get_field("initiative_owner").verbose_name,
            required=False,
            initial=rule.initiative_owner,
            widget=PersonInput(),
            help_text=_("The owner of the KPI, unless you name somebody."),
        ),
        DAYS: model_field(
            AlertRule,
            "initiative_days",
            required=False,
            initial=rule.initiative_days,
            help_text=_("Counted from the day on which it is opened."),
        ),
    }
    fields[TELL].directory = fields[OWNER].directory = people
    return fields
