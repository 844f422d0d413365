"""Which KPIs an initiative should move."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.directories import TitledDirectory
from goals.forms.several import SeveralField, SeveralInput
from kpis.models import Kpi


class MovedKpisForm(forms.Form):
    """``directory`` holds the KPIs that can be named."""

    kpis = SeveralField(
        label=_("KPIs it should move"),
        required=False,
        widget=SeveralInput("kpis-suggested"),
        help_text=_("One a line. Choose the one or two in which the effect would show first."),
    )

    use_required_attribute = False

    def __init__(self, *args, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kpis"].directory = directory


def kpi_directory(user, initiative=None):
    """Active KPIs that the person may read, and those it is to move already."""
    wanted = Q(archived_at=None)
    if initiative:
        wanted |= Q(initiative_links__initiative=initiative)
    kpis = Kpi.objects.visible_to(user).filter(wanted).distinct().order_by("name", "pk")
    return TitledDirectory(kpis, kpi_entry, by="name")


def kpi_entry(kpi):
    label = f"{kpi.name} ({kpi.code})"
    return kpi, label, label, kpi.search_text


def moved_now(user, initiative):
    """Those it is to move, as far as the person may read them."""
    return list(Kpi.objects.visible_to(user).filter(initiative_links__initiative=initiative).order_by("name", "pk"))
