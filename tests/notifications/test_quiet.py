"""Quiet hours: local times in, moments out."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from notifications.quiet import QuietHours

TOKYO = ZoneInfo("Asia/Tokyo")
NIGHT, SIESTA, NONE = QuietHours(), QuietHours(time(12), time(15)), QuietHours(time(9), time(9))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("quiet", "moment", "arrives"),
    [
        (NIGHT, at(20, 7, 59), at(20, 8)),
        (NIGHT, at(20, 8), at(20, 8)),
        (NIGHT, at(20, 17, 59), at(20, 17, 59)),
        (NIGHT, at(20, 18), at(21, 8)),
        (NIGHT, at(20, 0), at(20, 8)),
        (SIESTA, at(20, 11, 59), at(20, 11, 59)),
        (SIESTA, at(20, 12), at(20, 15)),
        (SIESTA, at(20, 15), at(20, 15)),
        (NONE, at(20, 9), at(20, 9)),
        (NONE, at(20, 3), at(20, 3)),
    ],
)
def test_what_can_wait_arrives_outside_them(quiet, moment, arrives):
    assert quiet.after(moment.astimezone(UTC), TOKYO) == arrives


def test_what_cannot_wait_so_long_arrives_at_any_hour():
    assert NIGHT.after(at(20, 19), TOKYO, before=at(21, 8)) == at(20, 19)
    assert NIGHT.after(at(20, 19), TOKYO, before=at(21, 9)) == at(21, 8)


@pytest.mark.parametrize(("quiet", "morning"), [(NIGHT, time(8)), (SIESTA, time(15)), (NONE, time(8))])
def test_a_day_begins_where_they_end(quiet, morning):
    assert quiet.morning == morning
