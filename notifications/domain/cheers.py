"""Cheering on, and taking it back."""

from django.db import transaction

from notifications.domain.activities import record_activity
from notifications.domain.comments import place_of
from notifications.models import Activity, Cheer


@transaction.atomic
def set_cheer(place, person, *, is_cheered):
    """Let the person cheer on what the Conversation is about, or no longer. Twice is once.

    Whose it is hears of it at most once a day, however many join in.
    """
    place.lock()
    if not is_cheered:
        Cheer.objects.about(place.target).filter(person=person).delete()
        return
    _cheer, is_new = Cheer.objects.get_or_create(**place_of(place.target), person=person)
    if is_new:
        audience = list(place.readers().filter(pk=place.person_id).exclude(pk=person.pk))
        if audience:
            today = str(place.target.company.today())
            record_activity(Activity.Kind.CHEER, place.target, actor=person, audience=audience, occasion=today)
