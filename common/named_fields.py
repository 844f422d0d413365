"""Fields that take what people type: a name instead of an id."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.directories import Directory

SEPARATORS = str.maketrans("、，;；\n", ",,,,,")
SHOWN_MATCHES = 3


class NamedField(forms.CharField):
    """One thing of a Directory, typed or picked from what is suggested. Give ``directory`` before use."""

    default_error_messages = {
        "unknown": _("“%(text)s” is not on the list. Choose one of those suggested."),
        "several": _("“%(text)s” could be %(matches)s. Choose one."),
    }
    directory = Directory([])

    def to_python(self, value):
        text = super().to_python(value)
        return self.resolved([text])[0] if text else None

    def resolved(self, texts):
        """The things that the texts mean. Raises ValidationError for one that means none, or several."""
        directory = self.directory.among(texts)
        return [self.resolve(text, directory) for text in texts]

    def resolve(self, text, directory):
        labels = directory.matches(text)
        if not labels:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"text": text})
        if len(labels) > 1:
            shown = " / ".join(labels[:SHOWN_MATCHES])
            raise ValidationError(self.error_messages["several"], "several", {"text": text, "matches": shown})
        return directory.things[labels[0]]

    def prepare_value(self, value):
        return self.labels_of([value])[0] if hasattr(value, "pk") else value

    def labels_of(self, things):
        return list(map(self.directory.around(things).label_of, things))

    def run_validators(self, value):
        """A thing is no text: length was checked as it was typed."""


def named_in(field):
    """The thing that the bound ``field`` names now, whether typed or not; None where it names none yet."""
    value = field.value() if field.form.is_bound else field.initial
    return field.field.directory.only_match(value) if isinstance(value, str) else value


class NamesField(NamedField):
    """Several things of a Directory, separated by commas."""

    def to_python(self, value):
        text = forms.CharField.to_python(self, value)
        typed = (part.strip() for part in text.translate(SEPARATORS).split(","))
        return list(dict.fromkeys(self.resolved([part for part in typed if part])))

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return ", ".join(self.labels_of(value))
