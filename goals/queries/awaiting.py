"""Key results whose terms wait for somebody's consent."""

from collections import defaultdict

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from goals import rules
from goals.access import share_company
from goals.models import Consent, Cycle, KeyResult, Objective, Party
from goals.queries.moves import within
from goals.wording import asked_text, days_ago

Level = Objective.Level


def awaiting(user):
    """What waits for the user's consent, the longest waiting first, as finished text, in one query."""
    return [line(key_result, user) for key_result in awaiting_of([user])[user.pk]]


def awaiting_of(people):
    """{person id: key results that wait for their consent, the longest waiting first}; one query for all of them."""
    return by_awaited(with_open_terms(people), people)


def by_awaited(key_results, people):
    """The same from key results with open terms."""
    admins = defaultdict(set)
    for person in people:
        if person.is_admin:
            admins[person.company_id].add(person.pk)
    found = defaultdict(list)
    for key_result in key_results:
        for pk in awaited(key_result, admins[key_result.company_id]):
            found[pk].append(key_result)
    return found


def with_open_terms(people, places=()):
    """Key results that may wait for one of these people or belong to the places, the longest waiting first.

    Each with the company of its readers, and who has consented on each side so far.
    """
    people = [person for person in people if not person.is_viewer]
    of_company = {person.company_id: person for person in people}
    key_results = open_terms(can_concern(people) | within(places), of_company)
    return [share_company(of_company[key_result.company_id], key_result) for key_result in key_results]


def open_terms(condition, companies):
    return (
        KeyResult.objects.live()
        .filter(condition, company__in=companies)
        .filter(on_table__isnull=False)
        .exclude(objective__cycle__stage=Cycle.Stage.CLOSED)
        .annotate(owner_consent=consent_of(Party.OWNER), manager_consent=consent_of(Party.MANAGER))
        .select_related("objective__cycle", "objective__owner", "on_table__owner", "on_table__author")
        .order_by("on_table")
    )


def consent_of(party):
    return Subquery(Consent.objects.filter(proposal=OuterRef("on_table"), party=party).values("pk")[:1])


def can_concern(people):
    """Where one of them is the owner named, or can be the accountable manager."""
    near = {pk for person in people for pk in rules.near_department_ids(person)}
    concerned = (
        Q(on_table__owner__in=people)
        | Q(objective__level=Level.DEPARTMENT, objective__department__in=near)
        | Q(objective__level=Level.INDIVIDUAL, objective__owner__department__in=near)
    )
    if any(person.is_admin for person in people):
        concerned |= Q(objective__level=Level.COMPANY) | Q(
            objective__level=Level.INDIVIDUAL, objective__owner__department=None
        )
    return concerned


def awaited(key_result, admins):
    """Ids of those it waits for; ``admins`` are those of its company, as far as they are asked about."""
    owner = key_result.on_table.owner
    if key_result.owner_consent is None:
        yield owner.pk
    if key_result.manager_consent is None:
        line = rules.accountable_line(key_result, owner)
        yield from {manager.pk for manager in line} or admins - {owner.pk}


def line(key_result, user):
    proposal = key_result.on_table
    return awaiting_line(
        proposal.author,
        pk=str(key_result.pk),
        act=act_text(key_result, user),
        note=proposal.note,
        title=key_result.title,
        target=asked_text(key_result, proposal),
        url=reverse("agreement", args=[key_result.pk]),
        when=days_ago(user.company.day_of(proposal.created_at), user.company.today()),
    )


def awaiting_line(person, **about):
    """What home says of one thing that waits for the user: who waits, and what about."""
    return {"initials": person.initials, "tone": person.tone, "author": person.short_name, **about}


def act_text(key_result, user):
    """What was done to the terms, and to whom the key result is to go."""
    proposal = key_result.on_table
    if not key_result.is_handed_over:
        return proposal.Act.PROPOSED.label if key_result.is_taken_back else proposal.get_act_display()
    if proposal.owner_id == user.pk:
        return _("Hand-over to you")
    return _("Hand-over to %(name)s") % {"name": proposal.owner.short_name}
