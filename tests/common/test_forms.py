from django import forms

from common.forms import DateInput, DecimalInput, SegmentedRadio


class CheckInForm(forms.Form):
    title = forms.CharField(label="Title", help_text="A short one")
    value = forms.DecimalField(label="Value", widget=DecimalInput)
    due = forms.DateField(label="Due", widget=DateInput, required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=[("on_track", "On track"), ("off_track", "Off track")],
        widget=SegmentedRadio(tones={"on_track": "good", "off_track": "bad"}),
    )
    needs_help = forms.BooleanField(label="I need help", required=False)


def test_a_label_help_and_error_belong_to_their_control():
    html = str(CheckInForm({"value": "1", "status": "on_track"})["title"].as_field_group())

    assert '<label for="id_title">' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_the_first_wrong_field_takes_the_focus():
    html = CheckInForm({"title": "", "value": "", "status": "on_track"}).render()

    assert html.count("autofocus") == 1
    assert "autofocus" in html[html.index('name="title"') : html.index('name="value"')]


def test_a_fresh_form_takes_no_focus():
    assert "autofocus" not in CheckInForm().render()


def test_several_errors_are_listed_with_links_to_their_fields():
    html = CheckInForm({"status": "on_track"}).render()

    assert 'href="#id_title"' in html
    assert 'href="#id_value"' in html
    assert 'role="alert"' in html


def test_one_error_needs_no_summary():
    assert "error-summary" not in CheckInForm({"title": "a", "status": "on_track"}).render()


def test_a_segmented_choice_says_its_state_by_shape_and_word():
    html = str(CheckInForm()["status"].as_field_group())

    assert '<span class="state bad">Off track</span>' in html
    assert html.count('type="radio"') == 2
    assert "<legend>" in html


def test_optional_fields_are_marked_and_required_ones_are_not():
    form = CheckInForm()

    assert 'class="mark"' in form["due"].as_field_group()
    assert 'class="mark"' not in form["title"].as_field_group()


def test_hostile_labels_and_values_are_escaped():
    class HostileForm(forms.Form):
        name = forms.CharField(label="<script>", initial="\"'><script>")

    assert "<script" not in HostileForm().render()


def test_a_number_is_typed_as_text_so_that_full_width_digits_are_accepted():
    html = str(CheckInForm()["value"])

    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html
