"""What became of every mail, told by the mail server and by the rows: people and Message-IDs, not mails."""

import json
from collections import Counter
from urllib.request import urlopen

from notifications.domain.addresses import refusals_told_by
from notifications.models import Delivery
from people.models import Role
from tests.chaos.people import is_reminded, is_without_mailbox

State, Kind = Delivery.State, Delivery.Kind


def mails(company):
    """All that is owed or on its way to the mail server: what a digest carries is not."""
    of_the_day = Delivery.objects.filter(company=company, kind__in=[Kind.DIGEST, Kind.REMINDER])
    return of_the_day.exclude(state=State.SKIPPED)


def unsettled(company, scenario):
    """How many mails are still to be planned or on their way.

    Lost twice with nobody to ask, a mail is the operator's.
    """
    settled = mails(company).exclude(state__in=[State.QUEUED, State.AMBIGUOUS, *Delivery.HELD]).count()
    lost_twice = mails(company).filter(state=State.AMBIGUOUS, lost_answers__gt=1)
    return scenario.mails - settled - (0 if scenario.can_ask else lost_twice.count())


def states(company):
    return dict(Counter(mails(company).values_list("state", flat=True)))


def figures(company, sink_port):
    """Count what arrived against what was owed."""
    with urlopen(f"http://127.0.0.1:{sink_port}/accepted") as answer:
        accepted = json.load(answer)
    rows = Delivery.objects.filter(company=company).select_related("person")
    times = [each["at"] for each in accepted]
    return {
        **counted_by_people(company, accepted, rows),
        **counted_by_message(accepted, rows),
        "carried": sum(row.reason == Delivery.Reason.DIGEST for row in rows),
        "failed": sum(row.state == State.FAILED for row in rows),
        "told": told_of_refusals(rows),
        "mails_per_second": round(len(times) / max(max(times) - min(times), 0.001), 1),
    }


def counted_by_people(company, accepted, rows):
    arrived = Counter(each["recipient"] for each in accepted)
    people = company.users.exclude(role=Role.ADMIN).values_list("email", flat=True)
    owed = {address for address in people if not is_without_mailbox(address)}
    flagged = {row.person.email for row in rows if row.lost_answers}
    doubled = {address for address, count in arrived.items() if count > 1}
    return {
        "owed": len(owed),
        "reminders": sum(map(is_reminded, owed)),
        "lost": len(owed - arrived.keys()),
        "unwanted": len(arrived.keys() - owed),
        "doubled": len(doubled),
        "doubled_unflagged": len(doubled - flagged),
        "flagged": len(flagged),
    }


def counted_by_message(accepted, rows):
    row_of = {(row.message_id, row.person.email): row for row in rows}
    known = {(each["message_id"], each["recipient"]) for each in accepted}
    said_sent = {key for key, row in row_of.items() if row.state == State.SENT}
    arrived = [row_of[key] for key in known & row_of.keys()]
    return {
        "strangers": len(known - row_of.keys()),
        "sent_but_never_taken": len(said_sent - known),
        "of_the_wrong_kind": sum(is_reminded(row.person.email) != (row.kind == Kind.REMINDER) for row in arrived),
    }


def told_of_refusals(rows):
    """How often administrators are told of an address that refuses mail, in all their notices."""
    notices = [row for row in rows if row.kind == Kind.NOTICE]
    return sum(map(len, refusals_told_by(notices).values())) if notices else 0


def broken_promises(scenario, found):
    """What did not hold, in words."""
    promises = {
        "nobody without a mail": found["lost"] == 0,
        "nobody with a mail that was not owed": found["unwanted"] == found["of_the_wrong_kind"] == 0,
        "every doubled one flagged": found["doubled_unflagged"] == 0,
        "no doubled one where the server can be asked": not scenario.can_ask or found["doubled"] == 0,
        "no more flagged than killed or dropped": found["flagged"] <= found["killed"] + scenario.dropped,
        "no mail under a wrong name": found["strangers"] == 0,
        "nothing called sent that was not taken": found["sent_but_never_taken"] == 0,
        "every digest carries the reminder of its reader": found["carried"] == scenario.mails - scenario.reminded,
        "the refused ones failed, and only they": found["failed"] == scenario.refused,
        "administrators told of each refused one, once": found["told"] == scenario.refused,
        "as many kills as asked for": found["kills"] == scenario.kills,
        "stopped within a minute": found["slowest_stop"] <= 60,
        "everything settled": found["unsettled"] == 0,
    }
    return [promise for promise, holds in promises.items() if not holds]
