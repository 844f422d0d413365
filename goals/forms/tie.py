"""What another key result is to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.models.tie import TURNED, Seen, Tie

KINDS = {seen: kind for kind, seen in TURNED.items()}


class TieForm(forms.Form):
    """``other`` is the key result chosen; ``tie`` the one there is between the two, None where there is none."""

    kind = forms.ChoiceField(
        label=_("What it is to this key result"),
        choices=Seen.choices,
        widget=forms.RadioSelect({"class": "choices"}),
        help_text=_(
            "Both owners hear when the status of either changes, when it is paused, and when other terms hold for it."
        ),
    )

    use_required_attribute = False

    def __init__(self, *args, key_result, other, tie=None, **kwargs):
        super().__init__(*args, initial={"kind": tie and tie.seen[key_result.pk]}, **kwargs)
        self.key_result, self.other, self.tie = key_result, other, tie

    def ends(self):
        """(the key result that says so, what it says it of, the Kind), as goals.domain.ties takes them."""
        kind = self.cleaned_data["kind"]
        if kind in KINDS:
            return self.other, self.key_result, KINDS[kind]
        return self.key_result, self.other, Tie.Kind(kind)
