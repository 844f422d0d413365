"""Where automatic key results get their values: from a source that a package above registers when Django starts.

Goals keeps no copy of those values and knows nothing of where they come from; it asks whenever it needs them
(docs/adr/0025).
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol


class Reading(NamedTuple):
    """A value in force from ``on``, the last day of the period it stands for."""

    on: date
    value: Decimal


class Origin(NamedTuple):
    """What a reader is told about where a value comes from; ``how`` says what is made of it."""

    name: str
    url: str
    how: str


class Source(Protocol):
    def readings_of(self, key_results):
        """Return {id: [Reading, …]} oldest first, in a fixed number of queries for any number of key results."""

    def origin_of(self, key_result, viewer):
        """Return the Origin of an automatic key result's value, or None where the viewer may not know it."""

    def with_origin(self, queryset, viewer):
        """Annotate key results with ``origin``: a short name of the same, None where the viewer may not know it."""

    def check(self, objective):
        """Raise GoalError where the objective's key results, as they are now, cannot have what is linked to them."""

    def check_followed(self, key_results):
        """Raise GoalError where one of a queryset of key results could not follow its source any more."""


registered = {}


def register(source):
    """There is one source: whatever it draws upon."""
    registered["source"] = source


def readings_of(key_results):
    """Return {id: readings} of those key results that follow the source now; the others keep what they have.

    Each automatic one needs its objective and cycle loaded.
    """
    following = [each for each in key_results if each.is_automatic and not each.is_settled]
    found = registered["source"].readings_of(following) if following else {}
    return {each.pk: found.get(each.pk, []) for each in following}


def origin_of(key_result, viewer):
    return registered["source"].origin_of(key_result, viewer) if key_result.is_automatic else None


def with_origin(queryset, viewer):
    return registered["source"].with_origin(queryset, viewer)


def check(objective):
    registered["source"].check(objective)


def check_followed(key_results):
    registered["source"].check_followed(key_results)
