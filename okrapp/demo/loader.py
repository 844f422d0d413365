"""Fills an empty deployment with the demo company: the same for the same language and date."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from goals.models import Objective
from okrapp.demo.agreements import write_agreements
from okrapp.demo.changes import write_changes
from okrapp.demo.channel import write_channel
from okrapp.demo.content import read_initiatives, read_kpis, read_objectives, read_staff
from okrapp.demo.history import write_history
from okrapp.demo.initiatives import write_initiatives
from okrapp.demo.kpis import write_kpis
from okrapp.demo.links import arrivals_of, write_links, write_ties
from okrapp.demo.notices import put_in_order, write_notices
from okrapp.demo.plan import write_cycles, write_plan
from okrapp.demo.readings import write_readings
from okrapp.demo.staff import write_staff
from okrapp.demo.story import MORNING
from okrapp.demo.talk import write_growth_notes, write_talk
from people.models import Company

PROPOSED_BEFORE = timedelta(days=2, hours=1)
GIVEN_UP_AFTER = timedelta(days=24)


class AlreadyInUse(Exception):
    """There is a company already; the demo never mixes with one."""


def demo_today(language):
    """The date it is now where the demo company sits."""
    return timezone.localdate(timezone=ZoneInfo(read_staff(language)["company"]["time_zone"]))


@transaction.atomic
def load_demo(language, day):
    """Create the company of the edition as it stands on the morning of ``day``, a date in Japan.

    Returns its Staff. Raises AlreadyInUse where any company exists.
    """
    if Company.objects.exists():
        raise AlreadyInUse
    staff = write_staff(language, day)
    cycles = write_cycles(staff.company, day)
    objectives, planned = write_plan(staff, cycles, read_objectives(language))
    kpis = write_kpis(staff, read_kpis(language), day)
    write_links(planned, kpis)
    write_ties(planned)
    now = datetime.combine(day, MORNING, tzinfo=staff.company.zone)
    write_agreements(staff, planned, now)
    steps = write_initiatives(staff, planned, kpis, read_initiatives(language), cycles["running"].starts_on, now)
    write_history(staff, objectives, planned, day, arrivals_of(planned, kpis), steps)
    date_archives(objectives.values(), day)
    Objective.objects.filter(state=Objective.State.DRAFT, proposed_by__isnull=False).update(
        proposed_at=now - PROPOSED_BEFORE
    )
    write_readings(staff, objectives.values(), now)
    write_notices(staff, day)
    write_talk(staff, language, planned, day)
    write_growth_notes(staff, language, cycles["running"])
    put_in_order(staff.company)
    write_channel(staff, language, day)
    write_changes(staff, cycles, now)
    return staff


def date_archives(objectives, day):
    for objective in objectives:
        if objective.state == Objective.State.ARCHIVED:
            given_up = min(objective.cycle.starts_on + GIVEN_UP_AFTER, day)
            objective.archived_at = datetime.combine(given_up, time(8), tzinfo=objective.company.zone)
            objective.save(update_fields=["archived_at"])
