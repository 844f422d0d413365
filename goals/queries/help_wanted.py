"""Open requests for help, for many readers at once."""

from django.db.models import Exists, F, OuterRef, Q

from goals.models.objective import carried_by
from goals.queries.led import led_departments
from notifications.models import HelpRequest

ANSWERED = HelpRequest.objects.filter(
    content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), closed_at__isnull=False
)


def help_asked_of(readers):
    """Open requests to the readers and by those they manage, newest first.

    Each with what is asked about, whether the helper carries it, and whether another has answered already.
    """
    about = {
        "key_result": "check_in__key_result_id",
        "objective": "check_in__key_result__objective_id",
        "title": "check_in__key_result__title",
        "note": "check_in__note",
    }
    return (
        HelpRequest.objects.open()
        .filter(
            Q(helper__in=[reader.pk for reader in readers]) | Q(asked_by__department__in=led_departments(readers)),
            check_in__isnull=False,
        )
        .annotate(**{name: F(path) for name, path in about.items()})
        .annotate(is_carried=carried_by(OuterRef("helper"), "check_in__key_result__objective__"))
        .annotate(is_answered=Exists(ANSWERED))
        .select_related("asked_by")
        .order_by("-created_at", "-pk")
    )
