"""What became of every mail, told by the mail server and by the rows: people and Message-IDs, not mails."""

import json
from collections import Counter
from urllib.request import urlopen

from notifications.models import Delivery

State = Delivery.State


def digests(company):
    return Delivery.objects.filter(company=company, kind=Delivery.Kind.DIGEST)


def unsettled(company, scenario):
    """How many mails are still to be planned or on their way.

    Lost twice with nobody to ask, a mail is the operator's.
    """
    settled = digests(company).exclude(state__in=[State.QUEUED, State.AMBIGUOUS, *Delivery.HELD]).count()
    lost_twice = digests(company).filter(state=State.AMBIGUOUS, lost_answers__gt=1)
    return scenario.mails - settled - (0 if scenario.can_ask else lost_twice.count())


def states(company):
    return dict(Counter(digests(company).values_list("state", flat=True)))


def figures(company, sink_port):
    """Count what arrived against what was owed."""
    with urlopen(f"http://127.0.0.1:{sink_port}/accepted") as answer:
        accepted = json.load(answer)
    rows = Delivery.objects.filter(company=company).select_related("person")
    row_of = {(row.message_id, row.person.email): row for row in rows}
    arrived = Counter(each["recipient"] for each in accepted)
    known = {(each["message_id"], each["recipient"]) for each in accepted}
    owed = set(company.users.exclude(email__startswith="550").values_list("email", flat=True))
    flagged = {row.person.email for row in rows if row.lost_answers}
    doubled = {address for address, count in arrived.items() if count > 1}
    said_sent = {key for key, row in row_of.items() if row.state == State.SENT}
    times = [each["at"] for each in accepted]
    return {
        "owed": len(owed),
        "lost": len(owed - arrived.keys()),
        "doubled": len(doubled),
        "doubled_unflagged": len(doubled - flagged),
        "flagged": len(flagged),
        "strangers": len(known - row_of.keys()),
        "sent_but_never_taken": len(said_sent - known),
        "failed": sum(row.state == State.FAILED for row in rows),
        "mails_per_second": round(len(times) / max(max(times) - min(times), 0.001), 1),
    }


def broken_promises(scenario, found):
    """What did not hold, in words."""
    dropped = sum(round(share * scenario.mails) for name, share in scenario.addresses.items() if "drop" in name)
    refused = round(scenario.addresses.get("550", 0) * scenario.mails)
    promises = {
        "nobody without a mail": found["lost"] == 0,
        "every doubled one flagged": found["doubled_unflagged"] == 0,
        "no doubled one where the server can be asked": not scenario.can_ask or found["doubled"] == 0,
        "no more flagged than killed or dropped": found["flagged"] <= found["killed"] + dropped,
        "no mail under a wrong name": found["strangers"] == 0,
        "nothing called sent that was not taken": found["sent_but_never_taken"] == 0,
        "the refused ones failed, and only they": found["failed"] == refused,
        "as many kills as asked for": found["kills"] == scenario.kills,
        "stopped within a minute": found["slowest_stop"] <= 60,
        "everything settled": found["unsettled"] == 0,
    }
    return [promise for promise, holds in promises.items() if not holds]
