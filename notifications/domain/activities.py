"""Recording what happened, and who should know, in the transaction of what happened: none of it can get lost.

Mail at once locks the mails of all whom it concerns, in order; twice in a transaction it would be two orders, and two
transactions could wait for each other. An act that tells more than one thing is therefore ``in_one_go``.
"""

from collections import defaultdict
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from notifications.domain.bundles import open_bundles
from notifications.domain.posts import queue_posts
from notifications.models import Activity, Channel, MailPreference, Notification
from notifications.models.preference import COUNTED_BY_DIGEST

BATCH = 500
# (Happening, actor) of the act that is under way; None outside one.
waiting = ContextVar("waiting", default=None)


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


def in_one_go(act):
    """Make a function one transaction, at whose end all that it records is written together.

    Where it is part of another such act, at the end of that.
    """

    @wraps(act)
    @transaction.atomic
    def whole(*args, **kwargs):
        if waiting.get() is not None:
            return act(*args, **kwargs)
        token = waiting.set([])
        try:
            result = act(*args, **kwargs)
            told = waiting.get()
        finally:
            waiting.reset(token)
        if told:
            write(told)
        return result

    return whole


def record_activity(kind, target, *, actor, audience, data=None, occasion=""):
    """Record one activity as record_activities does; return whether it was recorded now."""
    return bool(record_activities([Happening(kind, target, audience, data or {}, occasion)], actor=actor))


def record_activities(happenings, *, actor):
    """Record Happenings, at the end of an act that is ``in_one_go``; otherwise now, and return the activities.

    ``actor`` is a User, who is not told of their own act, or None. Each active person of an audience gets a
    notification. What was recorded on the same occasion before is left out: whoever records on an occasion holds a
    lock on the target. At most six queries, and a few more for those who want mail at once and for webhooks.
    """
    told = [(each, actor) for each in happenings]
    if waiting.get() is None:
        return write(told)
    waiting.get().extend(told)
    return []


@transaction.atomic
def write(told):
    """Write the activities of (Happening, actor) pairs, and whom they reach; return them."""
    known = occasions([each for each, _actor in told if each.occasion])
    new = [pair for pair in told if not pair[0].occasion or pair[0].occasion not in known.get(pair[0].place, ())]
    activities = Activity.objects.bulk_create([activity(*pair) for pair in new], batch_size=BATCH)
    pairs = [(each, happening) for each, (happening, _actor) in zip(activities, new, strict=True)]
    notify([(each, concerned(each, happening)) for each, happening in pairs])
    queue_posts([(each, happening.target) for each, happening in pairs])
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
