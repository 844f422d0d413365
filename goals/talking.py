"""What people talk about here: objectives, key results and check-ins, each as readable as its objective."""

from operator import attrgetter

from goals.models import CheckIn, KeyResult, Objective
from goals.queries.readers import readers_of
from notifications.subjects import Subject, register

register(
    Subject(
        slug="objective",
        model=Objective,
        visible_to=lambda reader: Objective.objects.visible_to(reader),
        title="title",
        watched=lambda objective: objective,
        person=attrgetter("owner_id"),
        readers=readers_of,
        url=Objective.get_absolute_url,
    )
)
register(
    Subject(
        slug="key-result",
        model=KeyResult,
        visible_to=lambda reader: KeyResult.objects.visible_to(reader).select_related("objective"),
        title="title",
        watched=attrgetter("objective"),
        person=attrgetter("owner_id"),
        readers=lambda key_result: readers_of(key_result.objective),
        url=KeyResult.get_absolute_url,
    )
)
register(
    Subject(
        slug="check-in",
        model=CheckIn,
        visible_to=lambda reader: CheckIn.objects.visible_to(reader).select_related("key_result__objective"),
        title="key_result__title",
        watched=attrgetter("key_result.objective"),
        person=attrgetter("author_id"),
        readers=lambda check_in: readers_of(check_in.key_result.objective),
        url=lambda check_in: f"{check_in.key_result.get_absolute_url()}#check-in-row-{check_in.seq}",
    )
)
