"""What somebody answers who has read a company objective."""

from django import forms

from goals.models import Reading


class ReadingForm(forms.Form):
    """``edition`` is that of the words on the page the answer was given on."""

    answer = forms.ChoiceField(choices=Reading.Answer.choices)
    edition = forms.IntegerField(min_value=1)
