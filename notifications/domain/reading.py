"""Noting what a person has read. No audit entry: it is their own business."""

from django.utils import timezone

from notifications.models import Notification


def mark_read(notification):
    """Note that its person has read it; a second time changes nothing."""
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=timezone.now())


def mark_all_read(person, *, up_to):
    """Note that the person has read everything up to the notification of that id: what came since was not seen."""
    Notification.objects.of(person).unread().filter(pk__lte=up_to).update(read_at=timezone.now())
