"""What the audit log says: the words of every action and field, registered by each package from its ``auditing``."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USUAL_LABELS = {"reason": _("Reason"), "file": _("File"), "rows": pgettext_lazy("of a table", "Rows")}


class Group(models.TextChoices):
    """What sort of act it was, by which it is looked for."""

    ADDED = "added", pgettext_lazy("audit", "Added")
    CHANGED = "changed", pgettext_lazy("audit", "Changed")
    MOVED = "moved", pgettext_lazy("audit", "Moved to another state")
    AGREED = "agreed", pgettext_lazy("audit", "Proposed and agreed")
    REMOVED = "removed", pgettext_lazy("audit", "Removed")
    ACCESS = "access", pgettext_lazy("audit", "Sign-in and access")
    FILES = "files", pgettext_lazy("audit", "Imported and exported")
    REPAIRED = "repaired", pgettext_lazy("audit", "Figures put right")


@dataclass(frozen=True)
class Audited:
    """A model whose changes are logged.

    ``called`` is its name where that of the model says something else. ``labels`` names what the model does not name
    itself, and ``fields`` the field of another model that is meant. ``values`` maps a field to a function of (text,
    company) that puts its values in words, ``linked`` one whose values are ids ("#3, #7") to the slug of their model,
    which ``title`` names. ``visible_to`` gives the objects that a person may open at ``url_name``, told by ``key``;
    without it that page is the same for all, or there is none.
    """

    model: type[models.Model]
    called: str = ""
    labels: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    linked: dict = field(default_factory=dict)
    visible_to: Callable | None = None
    url_name: str = ""
    key: str = "pk"
    title: str = "title"

    @property
    def slug(self):
        return self.model._meta.model_name

    @property
    def name(self):
        return self.called or self.model._meta.verbose_name

    @property
    def content_type(self):
        return ContentType.objects.get_for_model(self.model)

    def field_of(self, name):
        """The model field that is meant by the name of a change, or None."""
        try:
            return (
                self.fields.get(name) or fields_of_others.get((self.model, name)) or self.model._meta.get_field(name)
            )
        except FieldDoesNotExist:
            return None

    def in_order(self, changes):
        """The changes as the model lists its fields, what it has not first: databases keep no order of their own."""
        names = [field.name for field in (*self.model._meta.fields, *self.model._meta.many_to_many)]
        places = {name: place for place, name in enumerate(names)}
        return sorted(changes.items(), key=lambda change: (places.get(change[0], -1), change[0]))

    def label_of(self, name):
        """What the reader calls it; what nobody named is called by its name."""
        named = self.labels.get(name) or getattr(self.field_of(name), "verbose_name", None)
        return str(named or USUAL_LABELS.get(name, name))


everything, actions, fields_of_others = {}, {}, {}


def register(audited, acts):
    """Let a model be logged, with what is done to it: {action: (Group, words)}."""
    everything[audited.slug] = audited
    register_acts(acts)


def register_acts(acts, fields=()):
    """Put words to what a package does to models of others; ``fields`` maps (model, name) to the field it means."""
    actions.update(acts)
    fields_of_others.update(fields)


def audited_by(content_type_id):
    """What is registered for a content type, by its id."""
    return everything[ContentType.objects.get_for_id(content_type_id).model]


def words_of(action):
    return str(actions[action][1]) if action in actions else action


def actions_in(group):
    """Every action of a Group."""
    return [action for action, (of_group, _words) in actions.items() if of_group == group]
