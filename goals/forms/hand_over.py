"""To whom a key result is handed over, and what they should know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.named_fields import NamedField
from goals.forms.agreement import AnswerForm
from goals.forms.fields import model_field
from goals.models import Proposal
from people.person_input import PersonInput


def note_field(**options):
    """What a successor reads first; the same words wherever something is handed over."""
    return model_field(
        Proposal,
        "note",
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Where it stands, what comes next, whom to ask."),
        **options,
    )


class HandOverForm(AnswerForm):
    """``people`` is the Directory of those who can own; ``seen`` numbers what lay on the table, 0: nothing did."""

    to = NamedField(
        label=_("New owner"),
        widget=PersonInput(),
        help_text=_("They agree first. Until then nothing changes."),
    )
    note = note_field(required=True)
    reason = model_field(
        Proposal,
        "reason",
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stays in the trail."),
    )

    def __init__(self, *args, people, key_result, **kwargs):
        on_table = key_result.on_table
        super().__init__(*args, initial={"seen": on_table.number if on_table else 0}, **kwargs)
        self.fields["to"].directory = people
