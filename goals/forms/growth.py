"""What one of the two says in a growth note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.forms.fields import model_field
from goals.models import GrowthNote

HELP = {
    "wish": _("A skill, a kind of work, a way of working; and what would help you with it."),
    "answer": _("What you see in them, and what you will do to help."),
}


class GrowthNoteForm(forms.Form):
    """The words of the person where ``is_own``, else those of their manager. Empty words take them back."""

    def __init__(self, *args, is_own, **kwargs):
        super().__init__(*args, **kwargs)
        column = "wish" if is_own else "answer"
        lines = forms.Textarea({"rows": 5})
        self.fields["text"] = model_field(GrowthNote, column, widget=lines, help_text=HELP[column])
