"""What a person says in a conversation."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.markdown import mention_of, mentions
from common.named_fields import NamesField
from common.text import is_blank
from notifications.models.comment import LONGEST_COMMENT
from people.directories import PeopleDirectory


class TextField(forms.CharField):
    """Markdown of any number of lines, each end of a line counted as one character."""

    def to_python(self, value):
        text = super().to_python((value or "").replace("\r\n", "\n"))
        return "" if is_blank(text) else text


class CommentForm(forms.Form):
    """A comment as it is typed. ``comment`` is the one that is edited.

    ``notify`` takes names where no script helps with @: they are mentioned at the end of the text.
    """

    text = TextField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3, "placeholder": _("A thought, a question, a word of thanks")}),
        help_text=_("@ and part of a name tells somebody. **Bold**, lists and links work as in Markdown."),
    )
    notify = NamesField(
        label=_("Tell these people"),
        required=False,
        max_length=500,
        help_text=_("Names, separated by commas. They are mentioned at the end."),
    )
    request_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, place, comment=None, is_required=True, focus=False):
        initial = {"text": comment.text} if comment else {"request_key": uuid.uuid4}
        prefix_of_ids = f"comment-{comment.pk}" if comment else place.element_id
        super().__init__(data, initial=initial, auto_id=f"{prefix_of_ids}-%s")
        self.place, self.known = place, mentions(comment.text) if comment else {}
        self.fields["text"].required = is_required
        if focus:
            self.fields["text"].widget.attrs["autofocus"] = True
        if data and data.get("notify"):
            self.fields["notify"].directory = PeopleDirectory(place.readers())

    def clean_text(self):
        """Refuse to mention somebody who would not be able to read it; those mentioned before stay."""
        text = self.cleaned_data["text"]
        asked = {pk: name for pk, name in mentions(text).items() if pk not in self.known}
        able = set(self.place.readers().filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
        names = [name for pk, name in asked.items() if pk not in able]
        if names:
            message = _("%(name)s cannot read this, and would not hear of it. Take the mention out.")
            raise ValidationError(message, "unable", {"name": names[0]})
        return text

    def clean(self):
        cleaned = super().clean()
        text, named = cleaned.get("text"), cleaned.get("notify")
        if text and named:
            added = [mention_of(person.name, person.pk) for person in named if person.pk not in mentions(text)]
            cleaned["text"] = "\n\n".join(filter(None, [text, " ".join(added)]))
            if len(cleaned["text"]) > LONGEST_COMMENT:
                self.add_error("text", _("With the names it is too long."))
        return cleaned
