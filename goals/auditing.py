"""What the audit log says about cycles, objectives and who has read them, key results and initiatives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models import ActionItem, Cycle, GrowthNote, Initiative, KeyResult, Objective, Reading
from goals.models.tie import Seen
from people.audited import Audited, Group, register

ACTION_ITEM_TEXT = ActionItem._meta.get_field("text")

register(
    Audited(
        Cycle,
        visible_to=lambda reader: Cycle.objects.filter(company=reader.company_id),
        url_name="cycle-edit",
    ),
    {
        "cycle.created": (Group.ADDED, pgettext_lazy("audit", "Added the cycle")),
        "cycle.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the cycle")),
        "cycle.moved": (Group.MOVED, pgettext_lazy("audit", "Moved the cycle to another stage")),
    },
)
register(
    Audited(
        Objective,
        labels={
            "state": _("State"),
            "status": _("Status"),
            "stated_reason": _("Reason"),
            "key_result": _("Key result"),
            "progress": _("Progress"),
        },
        visible_to=lambda reader: Objective.objects.visible_to(reader),
        url_name="objective",
    ),
    {
        "objective.created": (Group.ADDED, pgettext_lazy("audit", "Wrote the objective")),
        "objective.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the objective")),
        "objective.published": (Group.MOVED, pgettext_lazy("audit", "Published the objective")),
        "objective.archived": (Group.MOVED, pgettext_lazy("audit", "Archived the objective")),
        "objective.restored": (Group.MOVED, pgettext_lazy("audit", "Brought the objective back")),
        "objective.proposed": (Group.AGREED, pgettext_lazy("audit", "Asked for the draft to be published")),
        "objective.taken_back": (Group.AGREED, pgettext_lazy("audit", "Took the proposed draft back")),
        "objective.sent_back": (Group.AGREED, pgettext_lazy("audit", "Sent the draft back")),
        "objective.handed_over": (Group.CHANGED, pgettext_lazy("audit", "Handed the objective over")),
        "objective.deleted": (Group.REMOVED, pgettext_lazy("audit", "Deleted the draft")),
        "objective.status_stated": (Group.CHANGED, pgettext_lazy("audit", "Stated the status of the objective")),
        "objective.repaired": (Group.REPAIRED, pgettext_lazy("audit", "Put figures of the objective right")),
        "key_result.removed": (Group.REMOVED, pgettext_lazy("audit", "Removed a key result")),
    },
)
register(
    Audited(
        KeyResult,
        labels={
            "status": _("Status"),
            "closing_reason": _("Reason"),
            "milestones": _("Milestones"),
            "kpi": _("KPI"),
            "value_from": _("Value from"),
            "is_automatic": _("From a KPI"),
            "current": _("Value"),
            "progress": _("Progress"),
            "last_note": _("Note"),
            "tied_to": _("Key result"),
            "tie": _("What it is to this key result"),
        },
        values={"tie": lambda text, company: str(Seen(text).label)},
        linked={"tied_to": "keyresult"},
        visible_to=lambda reader: KeyResult.objects.visible_to(reader),
        url_name="key-result",
    ),
    {
        "key_result.created": (Group.ADDED, pgettext_lazy("audit", "Added the key result")),
        "key_result.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the key result")),
        "key_result.done": (Group.MOVED, pgettext_lazy("audit", "Marked the key result as done")),
        "key_result.dropped": (Group.MOVED, pgettext_lazy("audit", "Dropped the key result")),
        "key_result.reopened": (Group.MOVED, pgettext_lazy("audit", "Took the key result up again")),
        "key_result.paused": (Group.MOVED, pgettext_lazy("audit", "Paused the key result")),
        "key_result.resumed": (Group.MOVED, pgettext_lazy("audit", "Let the key result go on")),
        "key_result.terms_proposed": (Group.AGREED, pgettext_lazy("audit", "Proposed terms")),
        "key_result.terms_countered": (Group.AGREED, pgettext_lazy("audit", "Suggested other terms")),
        "key_result.terms_changed": (Group.AGREED, pgettext_lazy("audit", "Proposed to change what was agreed")),
        "key_result.terms_handed": (Group.AGREED, pgettext_lazy("audit", "Proposed to hand the key result over")),
        "key_result.terms_withdrawn": (Group.AGREED, pgettext_lazy("audit", "Withdrew a proposed change")),
        "key_result.tied": (Group.CHANGED, pgettext_lazy("audit", "Linked it with another key result")),
        "key_result.tie_changed": (
            Group.CHANGED,
            pgettext_lazy("audit", "Said anew what another key result is to it"),
        ),
        "key_result.untied": (Group.CHANGED, pgettext_lazy("audit", "Took the link to another key result away")),
        "key_result.consented": (Group.AGREED, pgettext_lazy("audit", "Consented to the terms")),
        "key_result.agreed": (Group.AGREED, pgettext_lazy("audit", "Agreed: the terms hold now")),
        "keyresult.repaired": (Group.REPAIRED, pgettext_lazy("audit", "Put figures of the key result right")),
    },
)
register(
    Audited(
        Reading,
        visible_to=lambda reader: Reading.objects.filter(objective__in=Objective.objects.visible_to(reader)),
        url_name="objective",
        key="objective",
    ),
    {
        "reading.said": (Group.AGREED, pgettext_lazy("audit", "Read the company's objective")),
    },
)
register(
    Audited(
        Initiative,
        labels={"closing_reason": _("Reason"), "kpis": _("KPI"), "position": _("Place in the list")},
        fields=dict.fromkeys(["item", "text"], ACTION_ITEM_TEXT),
        linked={"key_results": "keyresult", "needs": "initiative", "kpis": "kpi"},
        visible_to=lambda reader: Initiative.objects.visible_to(reader),
        url_name="initiative",
    ),
    {
        "initiative.created": (Group.ADDED, pgettext_lazy("audit", "Planned the initiative")),
        "initiative.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the initiative")),
        "initiative.handed_over": (Group.CHANGED, pgettext_lazy("audit", "Handed the initiative over")),
        "initiative.linked": (Group.CHANGED, pgettext_lazy("audit", "Changed what the initiative is linked to")),
        "initiative.doing": (Group.MOVED, pgettext_lazy("audit", "Began the initiative")),
        "initiative.done": (Group.MOVED, pgettext_lazy("audit", "Finished the initiative")),
        "initiative.dropped": (Group.MOVED, pgettext_lazy("audit", "Dropped the initiative")),
        "initiative.item_added": (Group.ADDED, pgettext_lazy("audit", "Added an action item")),
        "initiative.item_changed": (Group.CHANGED, pgettext_lazy("audit", "Changed an action item")),
        "initiative.item_done": (Group.MOVED, pgettext_lazy("audit", "Ticked an action item")),
        "initiative.item_not_done": (Group.MOVED, pgettext_lazy("audit", "Took back the tick of an action item")),
        "initiative.item_moved": (Group.CHANGED, pgettext_lazy("audit", "Moved an action item")),
        "initiative.item_removed": (Group.REMOVED, pgettext_lazy("audit", "Removed an action item")),
    },
)
register(
    Audited(GrowthNote),
    {
        "growth_note.written": (
            Group.CHANGED,
            pgettext_lazy("audit", "Wrote in the growth note, which only the two read"),
        )
    },
)
