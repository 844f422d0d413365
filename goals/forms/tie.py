"""What another key result is to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.models import Tie

Kind = Tie.Kind
# What is said of the two from the other one, told as what this one is to it.
REVERSED = {"needed": Kind.NEEDS, "followed": Kind.FOLLOWS}


class TieForm(forms.Form):
    """``other`` is the key result chosen; ``tie`` the one there is between the two, None where there is none."""

    kind = forms.ChoiceField(
        label=_("What it is to this key result"),
        choices=[
            (Kind.NEEDS, Kind.NEEDS.label),
            ("needed", Tie.SEEN_FROM_OTHER[Kind.NEEDS]),
            (Kind.FOLLOWS, Kind.FOLLOWS.label),
            ("followed", Tie.SEEN_FROM_OTHER[Kind.FOLLOWS]),
            (Kind.SHARES, Kind.SHARES.label),
        ],
        widget=forms.RadioSelect({"class": "choices"}),
        help_text=_(
            "Both owners hear when the status of either changes, when it is paused, and when other terms hold for it."
        ),
    )

    use_required_attribute = False

    def __init__(self, *args, key_result, other, tie=None, **kwargs):
        super().__init__(*args, initial={"kind": choice_of(tie, key_result)}, **kwargs)
        self.key_result, self.other, self.tie = key_result, other, tie

    def ends(self):
        """(the key result that says so, what it says it of, the Kind), as goals.domain.ties takes them."""
        kind = self.cleaned_data["kind"]
        if kind in REVERSED:
            return self.other, self.key_result, REVERSED[kind]
        return self.key_result, self.other, Kind(kind)


def choice_of(tie, key_result):
    if tie is None or tie.key_result_id == key_result.pk:
        return tie and tie.kind
    return next((choice for choice, kind in REVERSED.items() if kind == tie.kind), tie.kind)
