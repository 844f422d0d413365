"""What makes a KPI a good one, looked up in its fields: hints beside the form, never a wall (A24, A38)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Check:
    """One hint; ``is_met`` says whether the fields already answer it."""

    text: str
    is_met: bool


def smart_checks(kpi):
    """SMART from the fields of a KPI, or of a form's values; None stands for one that is not written yet."""
    has_target = kpi is not None and kpi.target_of().is_set
    return [
        Check(
            _("Specific: the definition says what is counted, in a sentence or two."), bool(kpi and kpi.definition)
        ),
        Check(_("Measurable: it has a unit and a data source."), bool(kpi and kpi.unit and kpi.source)),
        Check(_("Achievable: it has a target to judge it by."), has_target),
        Check(_("Relevant: it says which decision it serves."), bool(kpi and kpi.why)),
        Check(_("Time-bound: every period has an end, and a day when the actual is late."), kpi is not None),
        Check(_("Somebody answers for it: one named owner."), kpi is not None),
        Check(_("Somebody has checked the source."), kpi is not None and kpi.verified_on is not None),
        Check(_("It says what you do if it turns red."), bool(kpi and kpi.if_bad)),
    ]


def quality_questions():
    """The questions no field can answer."""
    return [
        _("Does it really show progress, or only that work was done?"),
        _("Can people understand it without an explanation?"),
        _("Can it be measured every period without much effort?"),
    ]
