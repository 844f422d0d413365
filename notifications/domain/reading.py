"""Noting what a person has read. No audit entry: it is their own business."""

from django.utils import timezone

from notifications.models import Notification


def mark_read(notification):
    """Note that its person has read it; a second time changes nothing."""
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=timezone.now())


def mark_all_read(person, *, up_to):
    """Note that the person has read everything up to the notification of that id: what came since was not seen."""
    Notification.objects.of(person).unread().filter(pk__lte=up_to).update(read_at=timezone.now())


def unread_of(people, kinds):
    """What people of these ids have not read of such kinds, with the activities, the oldest first. One query."""
    unread = Notification.objects.unread().filter(person__in=people, in_app=True, activity__kind__in=kinds)
    return unread.select_related("activity").order_by("pk")


def settle(notifications):
    """Take notifications as read because what they ask for is done, or asked for by a later one."""
    Notification.objects.filter(pk__in=[each.pk for each in notifications]).unread().update(read_at=timezone.now())
