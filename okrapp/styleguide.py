"""Every component in every state on one page, in both languages. The view exists only under DEBUG."""

from datetime import date, timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import translation

from common.charts import Limits, LineChart, Mark, Point
from common.forms import DateInput, DecimalInput, SegmentedRadio
from okrapp.styleguide_words import ENGLISH, JAPANESE

STATUS_TONES = {"on_track": "good", "at_risk": "warn", "off_track": "bad"}
START, END = date(2026, 10, 1), date(2026, 12, 31)


@login_not_required
def styleguide(request):
    """Show the components in the language of ``?language=`` and the theme of ``?theme=``."""
    language = "en" if request.GET.get("language") == "en" else "ja"
    with translation.override(language):
        return render(request, "styleguide.html", context(language, request.GET.get("theme", "")))


def context(language, theme=""):
    """Return all the sample content the page shows."""
    sample = ENGLISH if language == "en" else JAPANESE
    words = dict(zip(["good", "warn", "bad", "none", "done", "dropped"], sample["words"], strict=True))
    return {
        "shell": fake_shell(sample, theme),
        "sample": sample,
        "words": words,
        "states": [(word, tone) for tone, word in words.items()],
        "rows": rows(sample, words),
        "slices": [
            ("good", words["good"], 8),
            ("warn", words["warn"], 4),
            ("bad", words["bad"], 2),
            ("none", words["none"], 1),
        ],
        "no_slices": [("good", words["good"], 0)],
        "chart": key_result_chart(sample),
        "kpi_chart": kpi_chart(sample),
        "empty_chart": LineChart("—", []),
        "form": sample_form(sample)(initial={"value": "6.2", "status": "on_track"}),
        "wrong_form": sample_form(sample)({"title": "", "value": "", "status": "at_risk"}),
        "page_obj": Paginator(range(240), 20).page(5),
        "crumbs": [(sample["nav"][1], "#"), (sample["page"], "")],
        "tabs": [(label, "#", i == 0) for i, label in enumerate(sample["nav"][:4])],
        "changes": [(sample["fields"][2], "12/31", "1/31"), (sample["fields"][1], "30", "20")],
        "lines": ["(9 − 6.2) ÷ (9 − 5) = 2.8 ÷ 4 = 70%", "(70% × 2 + 38% × 1 + 67% × 1) ÷ 4 = 61.3%"],
        "heat": [(3, "+12"), (2, "+6"), (1, "+2"), (0, "0"), (-1, "−2"), (-2, "−6"), (-3, "−12")],
    }


def fake_shell(sample, theme):
    levels = [0, 0, 1, 2, 2, 1, 0, 0]
    nav = [
        SimpleNamespace(label=label, url="#", level=level, is_current=i == 2, count=3 if i == 0 else 0)
        for i, (label, level) in enumerate(zip(sample["nav"], levels, strict=True))
    ]
    return SimpleNamespace(
        company_name=sample["company"],
        due_count=3,
        nav=nav,
        cycle=SimpleNamespace(name=sample["cycle"], dates="10/1–12/31", week=sample["week"]),
        cycles=[
            SimpleNamespace(name=sample["cycle"], url="#", is_current=True),
            SimpleNamespace(name=sample["older_cycle"], url="#", is_current=False),
        ],
        person=SimpleNamespace(name=sample["person"], initials=sample["initials"][0], tone="b", url="#"),
        can_administer=True,
        notifications_url="#",
        unread_count=2,
        shortcuts=True,
        theme=theme,
    )


def rows(sample, words):
    trends = [
        [9, 8.4, 8.3, 7.6, 7.2, 6.9, 6.5, 6.2],
        [40, 42, 46, 47, 50, 50, 54, 55],
        [9, 10, 11, 11, 12, 12.5, 12.7, 13],
    ]
    tones = ["good", "warn", "bad"]
    percents = [70, 38, 67]
    columns = (
        sample["key_results"],
        sample["owners"],
        sample["initials"],
        sample["values"],
        trends,
        tones,
        percents,
        "acd",
    )
    names = ("title", "sub", "initials", "value", "trend", "tone", "percent", "person")
    return [dict(zip(names, row, strict=True)) | {"word": words[row[5]]} for row in zip(*columns, strict=True)]


def key_result_chart(sample):
    trend = [9, 8.4, 8.3, 7.6, 7.2, 6.9, 6.5, 6.2]
    points = [Point(START + timedelta(weeks=n), value, f"{value}{sample['unit']}") for n, value in enumerate(trend)]
    return LineChart(
        sample["key_results"][0],
        points,
        value_label=sample["fields"][1],
        target=5,
        target_text=f"5{sample['unit']}",
        pace=[Point(START, 9), Point(END, 5)],
        start=START,
        end=END,
        today=START + timedelta(days=51),
    )


def kpi_chart(sample):
    values = [2310, 2405, 2380, 2520, 2490, 2610, 2580, None, 2700, 2655, 3220, 2624]
    points = [
        Point(
            date(2025 + (n + 11) // 12, (n + 11) % 12 + 1, 1),
            value,
            f"{value:,}" if value else "",
            label=f"{2025 + (n + 11) // 12}-{(n + 11) % 12 + 1:02}",
            is_signal=value == 3220,
        )
        for n, value in enumerate(values)
    ]
    return LineChart(
        sample["nav"][6],
        points,
        target=3168,
        target_text="3,168",
        limits=[
            Limits(points[0].on, date(2026, 3, 15), 2180, 2420, 2660),
            Limits(date(2026, 3, 16), points[-1].on, 2380, 2710, 3040),
        ],
        marks=[Mark(date(2026, 3, 16), sample["sub"], is_break=True), Mark(date(2026, 5, 20), sample["sub"])],
    )


def sample_form(sample):
    labels = sample["fields"]

    class SampleForm(forms.Form):
        title = forms.CharField(label=labels[0])
        value = forms.DecimalField(label=labels[1], widget=DecimalInput, help_text=sample["help"])
        due = forms.DateField(label=labels[2], widget=DateInput, required=False)
        status = forms.ChoiceField(
            label=labels[3],
            choices=list(zip(STATUS_TONES, sample["words"], strict=False)),
            widget=SegmentedRadio(tones=STATUS_TONES),
        )
        note = forms.CharField(label=labels[4], widget=forms.Textarea(attrs={"rows": 2}), required=False)
        department = forms.ChoiceField(label=labels[5], choices=[("", "—"), ("1", sample["page"])])
        wants_help = forms.BooleanField(label=labels[6], required=False, help_text=sample["help"])

    return SampleForm
