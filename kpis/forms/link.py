"""What one KPI does for a key result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.forms.fields import model_field
from kpis.models import KeyResultLink, Kpi

Mode = KeyResultLink.Mode


class LinkForm(forms.Form):
    """``kpi`` is the one chosen; ``linked_mode`` what it does already, None where it is not linked yet."""

    mode = model_field(
        KeyResultLink,
        "mode",
        widget=forms.RadioSelect({"class": "choices"}),
        help_text=_("One KPI gives the value: its actuals reach the key result at once. Others stand beside it."),
    )

    use_required_attribute = False

    def __init__(self, *args, key_result, kpi, mode=None, **kwargs):
        super().__init__(*args, initial={"mode": mode or offered_mode(key_result, kpi)}, **kwargs)
        self.kpi, self.linked_mode = kpi, mode


def offered_mode(key_result, kpi):
    """What the KPI most likely does: give the value where nothing does yet, of sums all actuals so far."""
    if key_result.is_automatic or key_result.is_counted:
        return Mode.CONTEXT
    is_sum = kpi.aggregation == Kpi.Aggregation.SUM
    return Mode.TO_DATE if is_sum and not key_result.is_keep else Mode.LATEST
