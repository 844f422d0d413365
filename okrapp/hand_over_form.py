"""Which of a person's belongings go to whom."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.ids import as_id
from common.named_fields import NamedField
from common.text import in_a_row
from goals.forms.fields import model_field
from goals.forms.hand_over import note_field
from goals.models import Proposal
from okrapp.belongings import has_come_to
from okrapp.hand_over_acts import Move
from people.person_input import PersonInput


class HandOverAllForm(forms.Form):
    """``groups`` are those of belongings_of, ``people`` the Directory of those who can own.

    What is chosen is sent as ``take``; ``to-`` before its key names another successor than the one for all.
    """

    to = NamedField(
        label=gettext_lazy("To whom"),
        required=False,
        widget=PersonInput(),
        help_text=gettext_lazy("For everything chosen below that names nobody else."),
    )
    note = note_field()
    reason = model_field(Proposal, "reason", widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, groups, people, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups, self.person = groups, person
        self.fields["to"].directory = people
        self.allowed = {each.key: each for group in groups for each in group.allowed}
        self.wrong, self.moves, self.gone = {}, [], {}

    def clean(self):
        values = super().clean()
        taken = list(dict.fromkeys(self.data.getlist("take")))
        self.moves = [move for key in taken if key in self.allowed and (move := self.move(key, values.get("to")))]
        self.gone = {key: self.successor(key, values.get("to")) for key in taken if key not in self.allowed}
        if not taken:
            raise ValidationError(_("Choose what is to be handed over."))
        if any(move.belonging.kind == "key_result" for move in self.moves) and not values.get("note"):
            self.add_error("note", _("Whoever takes a key result over needs to know where it stands."))
        if self.wrong:
            raise ValidationError(_("Look at what is marked below."))
        return values

    def move(self, key, usual):
        """The Move of what was chosen; None where it is wrong, and why then stands beside it."""
        belonging, to = self.allowed[key], self.successor(key, usual)
        if to is None and "to" not in self.errors:
            self.wrong.setdefault(key, _("Say who is to have it."))
        elif to and to.pk == self.person.pk:
            self.wrong[key] = _("This person has it already.")
        elif to:
            return Move(belonging.as_seen(as_id(self.data.get(f"seen-{key}", "")) or 0), to)
        return None

    def successor(self, key, usual):
        typed = self.data.get(f"to-{key}", "").strip()
        if not typed:
            return usual
        try:
            return self.fields["to"].to_python(typed)
        except ValidationError as error:
            self.wrong[key] = in_a_row(error.messages)
            return None

    @property
    def is_stale(self):
        """Whether something chosen is no longer the person's, and has not come to whom it was to go."""
        return any(to is None or not has_come_to(key, to) for key, to in self.gone.items())

    def refuse(self, refusal):
        """Put what the domain refused beside the belonging it names."""
        self.wrong[refusal.belonging.key] = str(refusal)
        self.add_error(None, _("Nothing was handed over: look at what is marked below."))

    def rows(self):
        """(group, its rows) with what is chosen, typed and wrong about each."""
        return [(group, [self.row(each) for each in group.allowed]) for group in self.groups if group.allowed]

    def row(self, belonging):
        key, is_sent = belonging.key, self.is_bound
        return {
            "belonging": belonging,
            "key": key,
            "is_taken": not is_sent or key in self.data.getlist("take"),
            "to": self.data.get(f"to-{key}", "") if is_sent else "",
            "seen": self.data.get(f"seen-{key}", belonging.seen) if is_sent else belonging.seen,
            "successor": next((move.to for move in self.moves if move.belonging.key == key), None),
            "wrong": self.wrong.get(key, ""),
        }

    def barred(self):
        """What the viewer may read and not hand over."""
        return [each for group in self.groups for each in group.rows if not each.may]
