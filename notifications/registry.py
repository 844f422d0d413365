"""What the packages above give the mail: who is owed what, and what it says. Filled when Django starts.

A planner is called with the moment and writes delivery rows; it may run at any time and any number of times.
A composer is called with a batch of deliveries and the moment, gathers what all of them need, and returns a
function that makes the Mail of one of them; that may raise Skip.
"""

from notifications.models import Delivery

planners = []
composers = {}


class Skip(Exception):
    """This mail is not to be sent; ``reason`` is a Delivery.Reason."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = Delivery.Reason(reason)


def planner(function):
    planners.append(function)
    return function


def composer(kind):
    def register(function):
        composers[kind] = function
        return function

    return register
