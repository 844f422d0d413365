"""What one of the two says in a growth note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.forms.fields import model_field
from goals.models import GrowthNote


class GrowthNoteForm(forms.Form):
    """The words of the person where ``is_own``, else those of their manager. Empty words take them back."""

    use_required_attribute = False

    def __init__(self, *args, is_own, **kwargs):
        super().__init__(*args, **kwargs)
        lines = forms.Textarea({"rows": 5})
        if is_own:
            help_text = _("A skill, a kind of work, a way of working; and what would help you with it.")
            self.fields["text"] = model_field(GrowthNote, "wish", widget=lines, help_text=help_text)
        else:
            help_text = _("What you see in them, and what you will do to help.")
            self.fields["text"] = model_field(GrowthNote, "answer", widget=lines, help_text=help_text)
