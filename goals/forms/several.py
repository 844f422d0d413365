"""A field for several things of a Directory, each typed into a line of its own: their names may hold commas."""

from django import forms

from common.named_fields import NamedField

BLANK_LINES = 2


class SeveralInput(forms.Widget):
    """One text input a thing, and some blank ones, all of the same name; suggestions come from a datalist."""

    template_name = "components/several.html"
    label = ""

    def __init__(self, list_id):
        super().__init__({"list": list_id, "autocomplete": "off"})

    def get_context(self, name, value, attrs):
        lines = [line for line in value or () if line]
        return super().get_context(name, value, attrs) | {"lines": [*lines, *[""] * BLANK_LINES], "label": self.label}

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)


class SeveralField(NamedField):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.label = self.label

    def to_python(self, value):
        lines = (line.strip() for line in value or ())
        return list(dict.fromkeys(self.resolve(line) for line in lines if line))

    def prepare_value(self, value):
        return [super(SeveralField, self).prepare_value(each) for each in value or ()]
