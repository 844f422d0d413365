"""Who wants to hear of what, whether it is theirs or not."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from notifications.models import Watch
from people.models import User


def set_watch(target, person, *, is_watched):
    """Let the person hear of the target from now on, or no longer, also where it is theirs. Twice is once."""
    Watch.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        person=person,
        defaults={"is_muted": not is_watched, "company_id": target.company_id},
    )


def listeners(model, implied):
    """Return {target id: Users}: who watches it, and who is implied, {target id: ids of people}; none who muted it.

    ``implied`` names every target that is asked about. Two queries.
    """
    found = defaultdict(set, {pk: set(people) for pk, people in implied.items()})
    content_type = ContentType.objects.get_for_model(model)
    said = Watch.objects.filter(content_type=content_type, object_id__in=list(found))
    for pk, person, is_muted in said.values_list("object_id", "person", "is_muted"):
        (found[pk].discard if is_muted else found[pk].add)(person)
    people = User.objects.in_bulk({person for ids in found.values() for person in ids})
    return {pk: [people[person] for person in sorted(ids)] for pk, ids in found.items()}
