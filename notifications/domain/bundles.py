"""Mail at once, but not one by one: what concerns somebody within ten minutes is one mail, outside quiet hours."""

from datetime import UTC, timedelta

from notifications.models import Delivery

EVERY, LIFETIME = timedelta(minutes=10), timedelta(days=2)
BATCH = 500


def open_bundles(quiet, now):
    """Return {person id: the Delivery that gathers what concerns the person now}, made where there is none.

    ``quiet`` are the QuietHours by person.

    They stay locked until the caller commits, so that none leaves before what was just put in can be seen. Where one
    has left meanwhile, it is the next. Two queries, two more for those.
    """
    due = {person: hours.after(end_of_span(now), person.zone) for person, hours in quiet.items()}
    found = {}
    while due:
        found |= lock_bundles(due)
        due = {
            person: quiet[person].after(at + EVERY, person.zone)
            for person, at in due.items()
            if person.pk not in found
        }
    return found


def end_of_span(now):
    """The next full ten minutes after the moment."""
    begun = now.replace(minute=now.minute - now.minute % 10, second=0, microsecond=0)
    return begun + EVERY


def lock_bundles(due):
    """The bundles {person: moment} that still wait, by person id. Whoever waits for another's does so in order."""
    rows = [bundle(person, at) for person, at in sorted(due.items(), key=lambda pair: pair[0].pk)]
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    waiting = Delivery.objects.select_for_update().filter(
        kind=Delivery.Kind.NEWS,
        state=Delivery.State.QUEUED,
        person__in=[person.pk for person in due],
        period__in={row.period for row in rows},
    )
    periods = {row.person_id: row.period for row in rows}
    return {each.person_id: each for each in waiting.order_by("person") if periods[each.person_id] == each.period}


def bundle(person, at):
    return Delivery(
        company_id=person.company_id,
        person_id=person.pk,
        kind=Delivery.Kind.NEWS,
        period=at.astimezone(UTC).isoformat(timespec="minutes"),
        due_at=at,
        expires_at=at + LIFETIME,
    )
