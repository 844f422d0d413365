"""Every field of a KPI. What may be chosen is decided here, for the person who types."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import NumberField, SegmentedRadio
from common.named_fields import NamedField
from goals.forms.fields import model_field, opening, typed
from kpis import rules
from kpis.forms.tree_fields import TreeFields
from kpis.models import DefinitionVersion, Kpi
from kpis.models.kpi import CODE
from people.person_input import PersonInput
from people.queries import department_choices

HUNDRED = Decimal(100)
NOT_A_CODE = re.compile(r"[^A-Z0-9]+")
LONGEST_CODE = 30
# In the order of the page, so that the focus goes to the first wrong field.
COLUMNS = [
    "name",
    "definition",
    "why",
    "category",
    "kind",
    "is_kgi",
    "frequency",
    "unit",
    "decimals",
    "source",
    "formula",
    "aggregation",
    "direction",
    "target",
    "low",
    "high",
    "warn_from",
    "grace_days",
    "department",
    "owner",
    "parent",
    "visibility",
    "code",
    "if_bad",
]
OF_A_CHANGE = ["reason", "version", "opened_at"]


def area(rows):
    return forms.Textarea({"rows": rows})


def number(name, **options):
    column = Kpi._meta.get_field(name)
    return NumberField(**{"label": column.verbose_name, "required": False} | options)


class KpiForm(TreeFields):
    """``people`` is a Directory of those who can own; ``instance`` is None for a new KPI."""

    field_order = [*COLUMNS, "reason"]

    name = model_field(Kpi, "name")
    code = model_field(
        Kpi,
        "code",
        required=False,
        help_text=gettext_lazy("Files, formulas and the API call it so. Left blank, it is made from the name."),
    )
    definition = model_field(
        Kpi, "definition", widget=area(3), help_text=gettext_lazy("What exactly is counted, and what is not.")
    )
    why = model_field(Kpi, "why", widget=area(2), help_text=gettext_lazy("Which decision changes when it moves?"))
    category = model_field(Kpi, "category")
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Kpi.Kind.choices,
        widget=SegmentedRadio,
        help_text=gettext_lazy("Leading: it moves before the result. Lagging: it is the result."),
    )
    is_kgi = model_field(Kpi, "is_kgi")
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    owner = NamedField(label=gettext_lazy("Owner"), widget=PersonInput())
    frequency = model_field(Kpi, "frequency")
    unit = model_field(Kpi, "unit", help_text=gettext_lazy("Such as %, days or 円."))
    decimals = model_field(Kpi, "decimals")
    direction = model_field(Kpi, "direction", widget=SegmentedRadio, initial=Kpi.Direction.HIGHER)
    aggregation = model_field(
        Kpi,
        "aggregation",
        widget=SegmentedRadio,
        initial=Kpi.Aggregation.SUM,
        help_text=gettext_lazy("How the actuals of short periods make that of a longer one."),
    )
    target = number("target", help_text=gettext_lazy("Of every period that has no target of its own."))
    low = number("low")
    high = number("high")
    warn_from = number(
        "warn_from",
        required=True,
        label=gettext_lazy("Nearly met from (%)"),
        help_text=gettext_lazy(
            "An attainment from here on, short of the target, is worth a look; below it is a miss."
        ),
    )
    grace_days = model_field(
        Kpi,
        "grace_days",
        help_text=gettext_lazy("Counted from the end of a period. Left blank: as usual for its rhythm."),
    )
    source = model_field(
        Kpi, "source", help_text=gettext_lazy("Where the number comes from: a system, a report, a person.")
    )
    if_bad = model_field(Kpi, "if_bad", widget=area(2))
    visibility = model_field(Kpi, "visibility", widget=SegmentedRadio, initial=Kpi.Visibility.COMPANY)
    reason = model_field(
        DefinitionVersion,
        "reason",
        required=False,
        label=gettext_lazy("Why what it means changes"),
        help_text=gettext_lazy(
            "Needed where the definition, formula, source, direction or rhythm changes. The chart shows it."
        ),
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, user, people, instance=None, initial=None, **kwargs):
        initial = initial_of(instance, user) | (initial or {})
        super().__init__(*args, user=user, instance=instance, initial=initial, **kwargs)
        self.fields["owner"].directory = people
        self.fields["department"].choices = list(self.places())
        self.fields["department"].required = not rules.run_department(user, None)
        if instance is None:
            for name in OF_A_CHANGE:
                del self.fields[name]

    def places(self):
        """The company and the departments whose KPIs are the user's to run."""
        if rules.run_department(self.user, None):
            yield "", _("Company")
        for pk, name in department_choices(self.user.company):
            if rules.run_department(self.user, pk):
                yield pk, name

    def clean_department(self):
        chosen = self.cleaned_data["department"]
        return self.user.company.tree.get(int(chosen)) if chosen else None

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        if code:
            CODE(code)
        return code

    def clean_warn_from(self):
        share = self.cleaned_data["warn_from"] / HUNDRED
        if not 0 <= share <= 1:
            raise forms.ValidationError(_("Enter a percentage from 0 to 100."))
        return round(share, 4)

    def clean(self):
        values = super().clean()
        if not values.get("code") and "code" not in self.errors:
            values["code"] = self.proposed_code(values.get("name", ""))
        self.check_bounds(values)
        return values

    def proposed_code(self, name):
        """A free code made from the name; from "KPI" where the name has no Latin letters."""
        return free_code(self.user.company, NOT_A_CODE.sub("_", name.upper()).strip("_0123456789") or "KPI")

    def check_bounds(self, values):
        """Keep what the direction asks for, and see that a range is one."""
        if values.get("direction") != Kpi.Direction.RANGE:
            values["low"] = values["high"] = None
            return
        values["target"] = None
        low, high = values.get("low"), values.get("high")
        if self.errors.keys() & {"low", "high"}:
            return
        if (low is None) != (high is None):
            self.add_error("low" if low is None else "high", _("Enter both bounds, or neither."))
        elif low is not None and low > high:
            self.add_error("low", _("The lower bound lies above the upper one."))

    def redrawn(self, kpi):
        """The form with all that was typed, unjudged, as opened now on the KPI as it is now."""
        initial = typed(self) | opening(kpi)
        return type(self)(user=self.user, people=self.fields["owner"].directory, instance=kpi, initial=initial)

    def terms(self):
        """The model's own fields, as the domain functions take them."""
        return {name: self.cleaned_data[name] for name in COLUMNS}


def free_code(company, wanted):
    """Return the code, or where the company has it already, the first free one with a number behind it."""
    stem = wanted[: LONGEST_CODE - 4]
    taken = set(Kpi.objects.filter(company=company, code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in [stem, *numbered] if code not in taken)


def initial_of(instance, user):
    if instance is None:
        return {"owner": user, "department": user.department_id or "", "decimals": 0, "warn_from": Decimal(90)}
    values = {name: getattr(instance, name) for name in COLUMNS}
    return values | {"department": instance.department_id or "", "warn_from": instance.warn_from * HUNDRED}
