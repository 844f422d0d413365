"""What notifications say that are about more than one package."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from notifications.models import Activity
from notifications.registry import Told, teller
from people.models import User


@teller(Activity.Kind.HANDED_OVER)
def tell_handed_over(activities, reader):
    """One query."""
    people = User.objects.colleagues_of(reader).in_bulk([each.object_id for each in activities])
    sentence = _("%(name)s handed over to you: %(what)s")
    return {
        each.pk: Told(
            sentence % {"name": each.actor.short_name, "what": what(each.data["counts"])},
            people[each.object_id].name,
            reader.get_absolute_url(),
        )
        for each in activities
        if each.object_id in people
    }


def what(counts):
    """How much of each kind: 2 objectives, 1 KPI."""
    texts = {
        "objective": ngettext("%(count)d objective", "%(count)d objectives", counts.get("objective", 0)),
        "kpi": ngettext("%(count)d KPI", "%(count)d KPIs", counts.get("kpi", 0)),
        "initiative": ngettext("%(count)d initiative", "%(count)d initiatives", counts.get("initiative", 0)),
        "item": ngettext("%(count)d action item", "%(count)d action items", counts.get("item", 0)),
        "department": ngettext("%(count)d department", "%(count)d departments", counts.get("department", 0)),
    }
    told = [text % {"count": counts[kind]} for kind, text in texts.items() if kind in counts]
    return pgettext("between items", ", ").join(told)
