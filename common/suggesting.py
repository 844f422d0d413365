"""The control of a field that takes things by what they are called, and what it suggests."""

from django import forms
from django.shortcuts import render
from django.urls import reverse

from common.directories import LONGEST_TYPED
from common.ids import as_id


class SuggestingInput(forms.TextInput):
    """A text input that suggests things as somebody types; without scripts it takes a part of what they are called.

    ``but`` is the id of what is never suggested; ``several`` goes on after the last comma.
    """

    template_name = "components/suggesting_input.html"
    but = None
    several = False

    def __init__(self, url_name):
        super().__init__({"autocomplete": "off", "maxlength": LONGEST_TYPED})
        self.url_name = url_name

    @property
    def source(self):
        return reverse(self.url_name) + (f"?but={self.but}" if self.but else "")

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"source": self.source, "several": self.several}


def show_suggested(request, directory):
    """Answer with what of a TitledDirectory fits ``?typed=``, without the one of ``?but=``."""
    typed, but = request.GET.get("typed", "")[:LONGEST_TYPED], as_id(request.GET.get("but", ""))
    return render(request, "components/_suggested.html", {"labels": directory.suggested(typed, but=but)})
