"""Asking for help, and saying that it is settled."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from notifications.domain.activities import record_activity
from notifications.domain.comments import post_comment
from notifications.models import Activity, HelpRequest


def ask_for_help(target, *, asked_by, helpers):
    """Ask each helper once about the target, inside the caller's transaction. Asking twice changes nothing."""
    content_type = ContentType.objects.get_for_model(target)
    place = {"company_id": target.company_id, "content_type": content_type, "object_id": target.pk}
    new = [helper for helper in helpers if helper.pk != asked_by.pk]
    if new:
        asked = HelpRequest.objects.filter(**place).values_list("helper", flat=True)
        new = [helper for helper in new if helper.pk not in set(asked)]
        rows = [HelpRequest(**place, asked_by=asked_by, helper=helper) for helper in new]
        HelpRequest.objects.bulk_create(rows, ignore_conflicts=True)
        record_activity(Activity.Kind.HELP_ASKED, target, actor=asked_by, audience=new)


def close_help_request(help_request):
    """Mark it settled; a second time changes nothing."""
    HelpRequest.objects.filter(pk=help_request.pk, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def answer_help_request(help_request, place, text, *, author, request_key=None):
    """Settle it with a comment on what help was asked about, whose Conversation is ``place``."""
    close_help_request(help_request)
    return post_comment(place, text, author=author, request_key=request_key)
