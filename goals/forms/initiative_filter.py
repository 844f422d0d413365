from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text import search_key
from goals.models import Initiative
from people.queries import department_choices

ALL = ("", _("All"))
OPEN = ("open", pgettext_lazy("initiative", "Planned and in progress"))


class InitiativeFilterForm(forms.Form):
    """Which of the initiatives that a person may read are wanted. Anything unknown asks for nothing."""

    SORTS = [("", _("Importance")), ("due", _("Due")), ("title", _("Title"))]

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    state = forms.ChoiceField(label=pgettext_lazy("initiative", "State"), required=False)
    department = forms.TypedChoiceField(label=_("Department"), required=False, empty_value=None, coerce=int)
    owner = forms.TypedChoiceField(label=_("Owner"), required=False, empty_value=None, coerce=int)
    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=[ALL, *Initiative.Priority.choices])
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)
    scope = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, company, initiatives):
        super().__init__({"state": OPEN[0]} | data.dict())
        self.tree = company.tree
        self.initiatives = initiatives
        self.fields["state"].choices = [OPEN, *Initiative.State.choices, ("all", _("All"))]
        self.fields["department"].choices = [ALL, *department_choices(company)]
        self.fields["owner"].choices = [ALL, *owners_of(initiatives)]

    @property
    def wanted(self):
        return self.cleaned_data if self.is_valid() else {"state": OPEN[0]}

    def fitting(self):
        """Those of the initiatives that the reader asks for, in their order."""
        return [each for each in self.initiatives if self.fits(each)]

    def fits(self, initiative):
        wanted = self.wanted
        state, department = wanted.get("state") or OPEN[0], wanted.get("department")
        exact = {"owner_id": wanted.get("owner"), "priority": wanted.get("priority")}
        return (
            state in {"all", initiative.state, OPEN[0] if initiative.is_open else "all"}
            and all(getattr(initiative, name) == value for name, value in exact.items() if value)
            and (department is None or initiative.owner.department_id in self.tree.below(department))
            and all(word in search_key(initiative.title) for word in search_key(wanted.get("q", "")).split())
        )


class TimelineFilterForm(InitiativeFilterForm):
    """The same for the timeline, with what is drawn: ``start`` is a day of its first month, ISO."""

    ZOOMS = [("month", _("Months")), ("quarter", _("Quarters"))]
    GROUPS = [("department", _("Department")), ("owner", _("Owner"))]

    zoom = forms.ChoiceField(label=_("Scale"), required=False, choices=ZOOMS)
    group = forms.ChoiceField(label=_("Group by"), required=False, choices=GROUPS)
    start = forms.DateField(required=False, widget=forms.HiddenInput)

    field_order = ["zoom", "group", "q", "state", "department", "owner", "priority", "scope", "start"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["sort"]


def owners_of(initiatives):
    """(id, name) of everyone who owns one of them, by name."""
    owners = {each.owner_id: each.owner for each in initiatives}
    return [(pk, owner.name) for pk, owner in sorted(owners.items(), key=lambda each: each[1].sort_key)]
