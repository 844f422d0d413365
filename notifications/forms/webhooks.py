"""What an administrator says about a chat webhook."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.egress import LONGEST_URL
from common.forms import SegmentedRadio
from notifications.models import Activity, Webhook
from people.queries import department_choices


class WebhookForm(forms.ModelForm):
    """The address of one that exists is never filled in: it stays where none is typed."""

    url = forms.CharField(
        label=gettext_lazy("Webhook URL"),
        max_length=LONGEST_URL,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What it hears of"),
        choices=[(kind.value, kind.label) for kind in map(Activity.Kind, Webhook.KINDS)],
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
    )
    department = forms.TypedChoiceField(
        label=gettext_lazy("Department"),
        required=False,
        empty_value=None,
        coerce=int,
        help_text=gettext_lazy("Only what belongs to it and to those below it. Cycles concern everybody."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "format", "url", "language", "department", "kinds"]
        widgets = {"format": SegmentedRadio, "language": SegmentedRadio}
        help_texts = {"name": gettext_lazy("For example the name of the channel.")}

    def __init__(self, *args, company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["department"].choices = [("", _("The whole company")), *department_choices(company)]
        self.initial |= {"url": "", "department": self.instance.department_id}
        if self.instance.pk:
            self.fields["url"].required = False
            masked = {"address": self.instance.masked_url}
            self.fields["url"].help_text = _("Now %(address)s. Leave it empty to keep it.") % masked
        else:
            self.initial |= {"language": company.language, "kinds": [str(kind) for kind in Webhook.KINDS]}
            self.fields["url"].help_text = _("The chat gives it to you. Whoever knows it can post to the channel.")

    def clean_url(self):
        return self.cleaned_data["url"] or Webhook.objects.values_list("url", flat=True).get(pk=self.instance.pk)

    def clean_department(self):
        return self.company.tree.get(self.cleaned_data["department"])
