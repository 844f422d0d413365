"""Taking back what somebody was asked for, once nothing of it is left to do."""

from goals.models import KeyResult
from notifications.domain.reading import settle, unread_of
from notifications.models import Activity

KINDS = (Activity.Kind.CHECK_IN_DUE, Activity.Kind.CHECK_IN_OVERDUE, Activity.Kind.MISSED)


def settle_asked(key_result, *, owner=None):
    """Take its owner's notifications as read whose check-ins are all made, or no longer asked for.

    The key result has just been checked in, ended or paused, or had been that ``owner``'s until now. One query, and
    two more where something is unread.
    """
    unread = list(unread_of([(owner or key_result.owner).pk], KINDS))
    if unread:
        today = key_result.company.today()
        ids = {pk for each in unread for pk in each.activity.data["key_results"]}
        rows = KeyResult.objects.in_bulk(ids)
        settle([each for each in unread if is_settled(each, rows, today)])


def is_settled(notification, key_results, today):
    asked = (key_results.get(pk) for pk in notification.activity.data["key_results"])
    return not any(is_open(each, notification, today) for each in asked if each)


def is_open(key_result, notification, today):
    """Whether its owner is still asked for the check-in."""
    last, asked_at = key_result.last_check_in_at, notification.activity.created_at
    is_made = last is not None and last >= asked_at
    return (
        key_result.is_live
        and key_result.owner_id == notification.person_id
        and not is_made
        and not key_result.rests_on(today)
    )
