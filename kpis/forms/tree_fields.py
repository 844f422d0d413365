"""Where a KPI stands and how it is computed: two fields of its form."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.formulas import FormulaError, parse
from kpis.models import Kpi
from kpis.tree_wording import formula_problem


class ParentField(forms.ModelChoiceField):
    """A KPI by name and code; the parent a KPI has already stays choosable, nameless for who may not read it."""

    def offer(self, user, kpi=None):
        visible = Kpi.objects.visible_to(user)
        self.queryset = Kpi.objects.filter(company=user.company_id).filter(
            Q(pk__in=visible.active().values("pk")) | Q(pk=kpi.parent_id if kpi else None)
        )
        if kpi:
            self.queryset = self.queryset.exclude(pk=kpi.pk)
        self.readable = set(visible.values_list("pk", flat=True))

    def label_from_instance(self, kpi):
        return f"{kpi.name} ({kpi.code})" if kpi.pk in self.readable else _("(restricted)")


class TreeFields(forms.Form):
    """``instance`` is the KPI, None for a new one."""

    parent = ParentField(
        Kpi.objects.none(),
        label=gettext_lazy("Part of"),
        required=False,
        empty_label=gettext_lazy("Of none: the top of a tree"),
    )
    formula = forms.CharField(
        label=gettext_lazy("Formula"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Codes of other KPIs with + − × ÷, parentheses and numbers, for example DEALS × PRICE ÷ 1000. "
            "Left empty, actuals are typed."
        ),
    )

    def __init__(self, *args, user, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance
        self.fields["parent"].offer(user, instance)

    def clean_formula(self):
        """The formula in its one spelling. What the person may not read is as unknown as what does not exist."""
        text = self.cleaned_data["formula"]
        if not text:
            return ""
        try:
            formula = parse(text)
        except FormulaError as error:
            raise forms.ValidationError(formula_problem(error)) from error
        if unknown := [code for code in formula.codes if code not in self.known_codes()]:
            raise forms.ValidationError(_("There is no KPI with the code %(code)s.") % {"code": ", ".join(unknown)})
        return formula.text

    def known_codes(self):
        """Codes of what the person may read, and those the formula names already."""
        readable = Kpi.objects.visible_to(self.user).active().values_list("code", flat=True)
        named = parse(self.instance.formula).codes if self.instance and self.instance.formula else ()
        return {*readable, *named}
