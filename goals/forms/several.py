"""A field for several things of a Directory, each typed into a line of its own: their names may hold commas."""

from common.named_fields import NamedField
from common.suggesting import SuggestingInput

BLANK_LINES = 2


class SeveralInput(SuggestingInput):
    """One such input a thing, and some blank ones, all of the same name."""

    template_name = "components/several.html"
    label = ""

    def get_context(self, name, value, attrs):
        line_context = super().get_context
        lines = [line for line in value or () if line] + [""] * BLANK_LINES
        named = [attrs, *({"aria-label": f"{self.label} {number}"} for number in range(2, len(lines) + 1))]
        drawn = [line_context(name, line, each) for line, each in zip(lines, named, strict=True)]
        return drawn[0] | {"lines": [each["widget"] for each in drawn]}

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)


class SeveralField(NamedField):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.label = self.label

    def to_python(self, value):
        lines = (line.strip() for line in value or ())
        return list(dict.fromkeys(self.resolved([line for line in lines if line])))

    def prepare_value(self, value):
        """Things as their labels; labels, and whatever was typed, stay as they are."""
        are_things = value and all(hasattr(each, "pk") for each in value)
        return self.labels_of(value) if are_things else value
