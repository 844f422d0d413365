"""The order in which the action items of an initiative stand."""

from django.db import transaction

from goals.domain.initiatives import lock_item, refuse_unless_open
from goals.models import ActionItem
from people.domain.audit import record_change


@transaction.atomic
def shift_item(item, step, *, actor):
    """Move an action item one place up (-1) or down (1); at the end it stays. Return its place, from 1.

    Raises GoalError.
    """
    initiative, item = lock_item(item)
    refuse_unless_open(initiative)
    order = list(initiative.items.all())
    place = order.index(item)
    wanted = min(max(place + step, 0), len(order) - 1)
    if wanted != place:
        order.insert(wanted, order.pop(place))
        for position, each in enumerate(order, start=1):
            each.position = position
        ActionItem.objects.bulk_update(order, ["position"])
        changes = {"item": (None, item.text), "position": (place + 1, wanted + 1)}
        record_change(initiative, actor=actor, action="initiative.item_moved", changes=changes)
    return wanted + 1
