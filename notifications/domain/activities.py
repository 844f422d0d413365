"""Recording what happened, and who should know, in the transaction of what happened: none of it can get lost."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from notifications.domain.bundles import open_bundles
from notifications.domain.posts import queue_posts
from notifications.models import Activity, Channel, MailPreference, Notification
from notifications.models.preference import COUNTED_BY_DIGEST

BATCH = 500


@dataclass(frozen=True)
class Happening:
    """What is to be recorded about ``target``, an object with a company; ``audience`` are people who may read it."""

    kind: Activity.Kind
    target: object
    audience: list
    data: dict = field(default_factory=dict)
    occasion: str = ""

    @property
    def place(self):
        return self.kind, content_type_of(self.target).pk, self.target.pk


def record_activity(kind, target, *, actor, audience, data=None, occasion=""):
    """Record one activity as record_activities does; return whether it was recorded."""
    return bool(record_activities([Happening(kind, target, audience, data or {}, occasion)], actor=actor))


@transaction.atomic
def record_activities(happenings, *, actor):
    """Record Happenings, with one notification for each active person of each audience; return the activities.

    ``actor`` is a User, who is not told of their own act, or None. What was recorded on the same occasion before is
    left out: whoever records on an occasion holds a lock on the target. At most six queries, and a few more for those
    who want mail at once and for webhooks.
    """
    told = occasions([each for each in happenings if each.occasion])
    new = [each for each in happenings if not each.occasion or each.occasion not in told.get(each.place, ())]
    activities = Activity.objects.bulk_create([activity(each, actor) for each in new], batch_size=BATCH)
    notify([(each, concerned(each, happening)) for each, happening in zip(activities, new, strict=True)])
    queue_posts([(each, happening.target) for each, happening in zip(activities, new, strict=True)])
    return activities


def occasions(happenings):
    """{place: occasions on which something of that kind was recorded there before}."""
    found = defaultdict(set)
    if happenings:
        same = Activity.objects.filter(
            kind__in={each.kind for each in happenings},
            content_type__in={content_type_of(each.target) for each in happenings},
            object_id__in={each.target.pk for each in happenings},
            occasion__in={each.occasion for each in happenings},
        )
        for *place, occasion in same.values_list("kind", "content_type", "object_id", "occasion"):
            found[tuple(place)].add(occasion)
    return found


def activity(happening, actor):
    return Activity(
        company_id=happening.target.company_id,
        kind=happening.kind,
        actor=actor,
        content_type=content_type_of(happening.target),
        object_id=happening.target.pk,
        data=happening.data,
        occasion=happening.occasion,
    )


def content_type_of(target):
    return ContentType.objects.get_for_model(target)


def concerned(activity, happening):
    """Those of the audience who are told, each once."""
    people = {person.pk: person for person in happening.audience}
    return [
        person
        for person in people.values()
        if person.is_active and person.pk != activity.actor_id and person.company_id == activity.company_id
    ]


def notify(pairs):
    """Write a notification for each (activity, people) whom a channel of their choice reaches."""
    people = {person.pk: person for _activity, audience in pairs for person in audience}
    preferences = MailPreference.objects.in_bulk(people)
    usual = MailPreference()

    def hears(person, activity, channel):
        return preferences.get(person.pk, usual).hears(activity.kind, channel)

    def hears_by_mail(person, activity):
        return settings.HAS_MAIL and bool(person.email) and hears(person, activity, Channel.MAIL)

    mailed = {person.pk: person for each, audience in pairs for person in audience if hears_by_mail(person, each)}
    quiet = {person: preferences.get(pk, usual).quiet for pk, person in mailed.items()}
    bundles = open_bundles(quiet, timezone.now())
    rows = [
        Notification(
            activity=each,
            person=person,
            in_app=hears(person, each, Channel.APP),
            in_digest=each.kind in COUNTED_BY_DIGEST and hears(person, each, Channel.DIGEST),
            delivery=bundles[person.pk] if hears_by_mail(person, each) else None,
        )
        for each, audience in pairs
        for person in audience
    ]
    reached = [row for row in rows if row.in_app or row.in_digest or row.delivery]
    Notification.objects.bulk_create(reached, batch_size=BATCH)
