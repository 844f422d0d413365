"""What the packages above give: who is owed which mail, and what mails and notifications say.

Filled when Django starts, from the modules ``mails``, ``telling`` and ``chores`` of every package.

A planner is called with the moment and writes delivery rows; it may run at any time and any number of times.
A composer is called with a batch of deliveries and the moment, gathers what all of them need, and returns a
function that makes the Mail of one of them; that may raise Skip.
"""

from collections import defaultdict
from dataclasses import dataclass

from notifications.models import Delivery

planners = []
chores = []
composers = {}
tellers = {}


@dataclass(frozen=True)
class Told:
    """An activity in words: what happened, to what (a title with a path of this site), and in which tone."""

    sentence: str
    title: str
    url: str
    tone: str = "none"


class Skip(Exception):
    """This mail is not to be sent; ``reason`` is a Delivery.Reason."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = Delivery.Reason(reason)


def planner(function):
    planners.append(function)
    return function


def chore(function):
    """Register what is called with the moment every minute, like a planner, but also where no mail is sent."""
    chores.append(function)
    return function


def composer(kind):
    def register(function):
        composers[kind] = function
        return function

    return register


def teller(*kinds):
    """Register what turns activities of these Activity.Kinds into words.

    Called with activities of one company and their reader, in whose language it is then; returns {id: Told} of those
    about something the reader may still read. Few queries, however many activities.
    """

    def register(function):
        tellers.update(dict.fromkeys(kinds, function))
        return function

    return register


def tell(activities, reader):
    """{activity id: Told} of those about something the reader may still read."""
    by_teller, found = defaultdict(list), {}
    for activity in activities:
        by_teller[tellers[activity.kind]].append(activity)
    for told_by, some in by_teller.items():
        found |= told_by(some, reader)
    return found
