"""What people can talk about: registered by the packages that own it, from their modules ``talking``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Value
from django.urls import reverse

from notifications.models.cheer import cheer_count


@dataclass(frozen=True)
class Subject:
    """A model whose objects people talk about. Whoever may read the object reads what is said.

    ``visible_to`` gives the objects a person may read, with what the other functions need; ``title`` is the path of
    their title. ``watched`` is what somebody watches to hear of it, ``person`` the id of whose it is, ``readers`` the
    active people who may read it, ``url`` where it stands.
    """

    slug: str
    model: type[Model]
    visible_to: Callable
    title: str
    watched: Callable
    person: Callable
    readers: Callable
    url: Callable


@dataclass(frozen=True)
class Conversation:
    """All that is said about one object."""

    subject: Subject
    target: Model

    @property
    def args(self):
        return [self.subject.slug, self.target.pk]

    @property
    def element_id(self):
        return "-".join(["conversation", *map(str, self.args)])

    @property
    def title(self):
        return attrgetter(self.subject.title.replace("__", "."))(self.target)

    @property
    def target_url(self):
        return self.subject.url(self.target)

    @property
    def person_id(self):
        return self.subject.person(self.target)

    @property
    def watched(self):
        return self.subject.watched(self.target)

    def lock(self):
        """Let one write about the object at a time."""
        type(self.target).objects.select_for_update(no_key=True).get(pk=self.target.pk)

    def readers(self):
        return self.subject.readers(self.target)

    def get_absolute_url(self):
        return reverse("conversation", args=self.args)


subjects = {}


def register(subject):
    subjects[subject.slug] = subject


def subject_of(content_type_id):
    """The Subject of a content type, by its id."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return next(each for each in subjects.values() if each.model is model)


def found_by(reader, ids):
    """{slug: ids} to {(slug, id): (title, number of cheers)} of what the reader may read. One query at most."""
    rows = [
        subjects[slug]
        .visible_to(reader)
        .filter(pk__in=some)
        .order_by()
        .values_list(Value(slug), "pk", subjects[slug].title, cheer_count(subjects[slug].model))
        for slug, some in ids.items()
    ]
    if not rows:
        return {}
    return {(slug, pk): (title, cheers) for slug, pk, title, cheers in reduce(lambda one, two: one.union(two), rows)}
