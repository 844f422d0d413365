"""On which weekday check-ins fall due. One that is moved holds from the next check-in period on.

Were it to hold at once, a period whose due day has passed would fall due again, or would have been due before anybody
was asked. So companies and departments keep [last day, weekday] of those they had, the oldest first.
"""

from datetime import date


def keep_weekday(place, weekday, today):
    """Keep the weekday that a company or department had up to ``today``; the caller saves it.

    What it was changed to earlier on the same day has held for no period.
    """
    kept = place.earlier_weekdays
    if not kept or kept[-1][0] != today.isoformat():
        place.earlier_weekdays = [*kept, [today.isoformat(), weekday]]


def changes_of(places):
    """The last days of weekdays that any of the places had, in order; none where none was ever moved."""
    return sorted({date.fromisoformat(last) for place in places for last, _weekday in place.earlier_weekdays})


def weekday_on(place, day):
    """The weekday that held for periods beginning on the day; of a department None where the one above decides."""
    kept = (weekday for last, weekday in place.earlier_weekdays if day.isoformat() <= last)
    return next(kept, place.due_weekday)
