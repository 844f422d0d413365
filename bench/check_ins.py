"""Check-ins as browsers send them: what is due, as its owner, saved in place."""

import re
from itertools import cycle
from uuid import uuid4

from bench.clients import Client

SAVED, CONFLICT = 200, 409
SEEN = re.compile(rb'name="seen" value="(\d+)"')


class NotSaved(Exception):
    """The product refused a check-in that is in order."""


class KeyResult:
    """One key result that is checked in, and the last number of its history that is known here."""

    def __init__(self, place):
        self.path = f"/key-results/{place['id']}/check-in/"
        self.session, self.seen = place["session"], place["seen"]

    def fields(self, key):
        return {
            "value": f"{self.seen % 90}.5",
            "status": "on_track",
            "note": "Weekly note: one sentence of ordinary length on what moved and why.",
            "request_key": str(key),
            "seen": str(self.seen),
        }


def key_results_for(places, clients):
    """Deal the key results out to so many clients, each with those of one owner or several."""
    owners = sorted({place["owner"] for place in places})
    dealt = [[] for _client in range(clients)]
    for place in places:
        dealt[owners.index(place["owner"]) % clients].append(KeyResult(place))
    return dealt


class Author:
    """One browser that checks in one key result after the other."""

    def __init__(self, port, key_results):
        self.client, self.key_results = Client(port), cycle(key_results)

    def check_in(self):
        """Send the next one and return the answer. Raises NotSaved."""
        key_result = next(self.key_results)
        answer = send(self.client, key_result, uuid4())
        if answer.status != SAVED:
            raise NotSaved(f"{key_result.path}: {answer.status}")
        key_result.seen += 1
        return answer


def send(client, key_result, key):
    """Send a check-in as htmx does from a page that lists the key result."""
    client.sign_in(key_result.session)
    page = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1:{client.port}/company/"}
    return client.post(key_result.path, key_result.fields(key), **page)


def seen_now(answer):
    """The number that the form of a conflict asks to be sent next time."""
    return int(SEEN.search(answer.text)[1])
