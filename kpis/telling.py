"""What notifications about KPIs say."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from goals.models import Initiative, KeyResult
from goals.wording import first_and_more
from kpis.models import Kpi
from kpis.periods import Frequency, parse_key
from kpis.signal_wording import signal_text
from kpis.wording import TONES, period_name, state_word, value_text
from notifications.models import Activity
from notifications.registry import Told, teller


@teller(Activity.Kind.KPI_ALERT, Activity.Kind.CHECK_IN_ASKED)
def tell_alerts(activities, reader):
    """Two queries at most."""
    asked = [each for each in activities if each.kind == Activity.Kind.CHECK_IN_ASKED]
    kpis = kpis_of(activities, reader)
    ids = [each.object_id for each in asked]
    key_results = KeyResult.objects.visible_to(reader).in_bulk(ids) if ids else {}
    told = {each.pk: tell_asked(each, key_results, kpis) for each in asked if each.object_id in key_results}
    alerts = [each for each in activities if each.kind == Activity.Kind.KPI_ALERT and each.object_id in kpis]
    return told | {each.pk: tell_alert(each, kpis[each.object_id]) for each in alerts}


@teller(Activity.Kind.KPI_DUE)
def tell_late(activities, reader):
    """One query."""
    ids = {pk for each in activities for pk in each.data["kpis"]}
    kpis = Kpi.objects.visible_to(reader).in_bulk(ids)
    names = {each.pk: [kpis[pk].name for pk in each.data["kpis"] if pk in kpis] for each in activities}
    return {
        each.pk: Told(late_sentence(len(names[each.pk])), first_and_more(names[each.pk]), reverse("kpi-collect"))
        for each in activities
        if names[each.pk]
    }


def late_sentence(count):
    return ngettext("An actual has not been recorded yet.", "%(count)d KPIs wait for an actual.", count) % {
        "count": count
    }


@teller(Activity.Kind.INITIATIVE_OPENED)
def tell_opened(activities, reader):
    """Two queries."""
    kpis = kpis_of(activities, reader)
    initiatives = Initiative.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            opening_text(kpis.get(each.data["kpi"]), each.data),
            initiatives[each.object_id].title,
            initiatives[each.object_id].get_absolute_url(),
        )
        for each in activities
        if each.object_id in initiatives
    }


def kpis_of(activities, reader):
    """{id: KPI} of those the reader may read, with the reader's company."""
    ids = {each.data.get("kpi", each.object_id) for each in activities}
    kpis = Kpi.objects.visible_to(reader).in_bulk(ids)
    for kpi in kpis.values():
        kpi.company = reader.company
    return kpis


def tell_alert(activity, kpi):
    return Told(alert_text(kpi, activity.data), kpi.name, kpi.get_absolute_url(), tone_of(activity.data))


def tell_asked(activity, key_results, kpis):
    """Why a check-in is asked for; of a KPI that is not the reader's to know, no name."""
    key_result, kpi = key_results[activity.object_id], kpis.get(activity.data["kpi"])
    sentence = _("A KPI behind it has turned. What does that mean for this key result?")
    if kpi:
        words = {"kpi": kpi.name, "alert": alert_text(kpi, activity.data)}
        sentence = _("%(kpi)s, %(alert)s. What does that mean for this key result?") % words
    return Told(sentence, key_result.title, key_result.get_absolute_url())


def opening_text(kpi, data):
    """Why an initiative was opened; of a KPI that is not the reader's to know (None), no name."""
    if kpi is None:
        return _("Opened because a KPI has turned")
    return _("Opened because %(kpi)s has turned. %(alert)s") % {"kpi": kpi.name, "alert": alert_text(kpi, data)}


def tone_of(data):
    return TONES[data["state"]] if data["state"] else "warn"


def alert_text(kpi, data):
    """The period, its actual, and what changed: Oct 2026: 82% (Met → Not met)."""
    words = {
        "period": period_text(kpi, data),
        "value": value_text(kpi, Decimal(data["value"])),
        "changes": pgettext("between items", ", ").join(changes(data)),
    }
    return _("%(period)s: %(value)s (%(changes)s)") % words


def period_text(kpi, data):
    start_month = kpi.company.fiscal_year_start_month
    return period_name(parse_key(data["period"], Frequency(data["frequency"]), start_month), start_month)


def changes(data):
    if data["state"]:
        words = {"before": state_word(data["before"]), "after": state_word(data["state"])}
        yield _("%(before)s → %(after)s") % words
    if data["signal"]:
        yield signal_text(data["signal"])
