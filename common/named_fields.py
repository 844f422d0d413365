"""Fields that take what people type: a name instead of an id."""

from collections import Counter
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.text import search_key

SEPARATORS = str.maketrans("、，;；\n", ",,,,,")
SHOWN_MATCHES = 3


class Directory:
    """Things that are chosen by typing their label: people, objectives. Labels are made unique.

    ``entries`` are (thing, label, longer label for when two share one, search text); they are asked for once needed.
    """

    def __init__(self, entries):
        self.entries = entries

    @cached_property
    def listed(self):
        """(thing, its label, search text)."""
        entries = list(self.entries)
        count = Counter(label for _thing, label, _longer, _search in entries)
        return [(thing, longer if count[label] > 1 else label, search) for thing, label, longer, search in entries]

    @cached_property
    def things(self):
        return {label: thing for thing, label, _search in self.listed}

    @cached_property
    def labels(self):
        return {thing.pk: label for thing, label, _search in self.listed}

    @cached_property
    def searched(self):
        return [(search_key(label).replace(" ", ""), search, label) for _thing, label, search in self.listed]

    def label_of(self, thing):
        return self.labels.get(thing.pk, str(thing))

    def matches(self, text):
        """Labels that the text may mean: the one it is, else those that contain it."""
        if text in self.things:
            return [text]
        key = search_key(text)
        closed_up = key.replace(" ", "")
        exact = [label for whole, _search, label in self.searched if whole == closed_up]
        return exact or [label for whole, search, label in self.searched if closed_up in whole or key in search]

    def only_match(self, text):
        """The one thing that the text means; None where that is nothing, or several things."""
        labels = self.matches(text) if text else []
        return self.things[labels[0]] if len(labels) == 1 else None


class NamedField(forms.CharField):
    """One thing of a Directory, typed or picked from what is suggested. Give ``directory`` before use."""

    default_error_messages = {
        "unknown": _("“%(text)s” is not on the list. Choose one of those suggested."),
        "several": _("“%(text)s” could be %(matches)s. Choose one."),
    }
    directory = Directory([])

    def to_python(self, value):
        text = super().to_python(value)
        return self.resolve(text) if text else None

    def resolve(self, text):
        labels = self.directory.matches(text)
        if not labels:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"text": text})
        if len(labels) > 1:
            shown = " / ".join(labels[:SHOWN_MATCHES])
            raise ValidationError(self.error_messages["several"], "several", {"text": text, "matches": shown})
        return self.directory.things[labels[0]]

    def prepare_value(self, value):
        return self.directory.label_of(value) if hasattr(value, "pk") else value

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
        return list(dict.fromkeys(self.resolve(part) for part in typed if part))

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return ", ".join(self.directory.label_of(thing) for thing in value)


def list_input(list_id, **attrs):
    """A text input that suggests from a datalist of the page."""
    return forms.TextInput({"list": list_id, "autocomplete": "off", **attrs})
