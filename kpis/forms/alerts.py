"""Who is told, and who is asked for a check-in, when a KPI turns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.named_fields import NamesField, list_input
from kpis.models import AlertRule

TELL, ASK = "tell", "ask"


class AlertRulesForm(forms.Form):
    """Two fields for each case. ``people`` is a Directory of colleagues, ``rules`` are those the KPI has."""

    use_required_attribute = False

    def __init__(self, *args, people, rules, **kwargs):
        super().__init__(*args, **kwargs)
        present = {rule.when: rule for rule in rules}
        for when in AlertRule.When:
            rule = present.get(when)
            self.fields[f"{when}-{TELL}"] = NamesField(
                label=_("Tell"),
                required=False,
                initial=list(rule.notify.all()) if rule else [],
                widget=list_input("people"),
                help_text=_("Names, separated by commas. Who cannot read this KPI hears nothing."),
            )
            self.fields[f"{when}-{TELL}"].directory = people
            self.fields[f"{when}-{ASK}"] = forms.BooleanField(
                label=AlertRule._meta.get_field("asks_check_in").verbose_name,
                required=False,
                initial=rule.asks_check_in if rule else False,
            )

    def cases(self):
        """(case in words, its two fields) for each."""
        for when in AlertRule.When:
            yield when.label, [self[f"{when}-{TELL}"], self[f"{when}-{ASK}"]]

    def wanted(self):
        """What set_alert_rules takes."""
        values = self.cleaned_data
        return {when: (values[f"{when}-{TELL}"], values[f"{when}-{ASK}"]) for when in AlertRule.When}
