"""The control of a field that takes people by name."""

from django import forms


class PersonInput(forms.TextInput):
    """A text input that suggests people as somebody types; without scripts it takes a name or an address.

    ``several`` goes on after the last comma; ``everybody`` suggests viewers and those who have left, too.
    """

    template_name = "people/person_input.html"

    def __init__(self, *, several=False, everybody=False):
        super().__init__({"autocomplete": "off"})
        self.several, self.everybody = several, everybody

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"several": self.several, "everybody": self.everybody}
