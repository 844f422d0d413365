"""Who has read the company's objectives: counts for everybody, names for those who lead; never who answered what."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals import rules
from goals.models import Cycle, KeyResult, Objective, Reading
from goals.models.objective import readable_by
from goals.queries.awaiting import awaiting_line
from goals.queries.readers import readers_of
from goals.wording import long_date
from people.models import Role, User

Answer = Reading.Answer
LINES_AT_MOST = 3
# Counted in such steps, the answers of one person more cannot be told from those before.
SPREAD_STEP = 5


# Who is asked


def asked_to_read(objective):
    """Everybody who counts in "of n": active and a reader of the company objective, but not its owner."""
    return readers_of(objective).exclude(pk=objective.owner_id)


def reading_counts(company):
    """Two columns of objectives: ``asked``, and ``read_by``: how many of those have read what it says now.

    Those asked are the people of ``asked_to_read``. ``company`` is the id of theirs, whose people are counted once.
    """
    everybody = User.objects.active().filter(company=company)
    others = everybody.exclude(pk=OuterRef("owner"))
    readers = others.filter(readings__objective=OuterRef("pk"), readings__edition=OuterRef("edition"))
    owner = Case(When(owner__is_active=True, then=1), default=0)
    return {
        "asked": of_its_readers(count_of(everybody) - owner, others),
        "read_by": of_its_readers(count_of(readers), readers),
    }


def of_its_readers(count, people):
    """The count; of a restricted objective that of the people who read it: admins, and who carry key results."""
    key_results = KeyResult.objects.filter(objective=OuterRef(OuterRef("pk")))
    carriers = [key_results.values(name) for name in ("owner", "on_table__owner", "contributors")]
    concerned = Q.create([("role", Role.ADMIN), *(("pk__in", each) for each in carriers)], connector=Q.OR)
    return Case(When(visibility=Objective.Visibility.COMPANY, then=count), default=count_of(people.filter(concerned)))


def count_of(people):
    counts = people.order_by().values("company").annotate(count=Count("pk"))
    return Coalesce(Subquery(counts.values("count")), 0)


def count_text(read_by, asked):
    """How many have read it; "" where nobody is asked."""
    return _("%(read)d of %(asked)d have read it") % {"read": read_by, "asked": asked} if asked else ""


# Home


def to_read(user):
    """The condition on objectives under which the user is asked to read one and has not read what it says now."""
    asked = Q(
        company=user.company_id,
        level=Objective.Level.COMPANY,
        state=Objective.State.ACTIVE,
        cycle__stage__in=Cycle.BEFORE_REVIEW,
    )
    return (
        asked & ~Q(owner=user) & readable_by(user) & ~Q(Exists(readings_by(user).filter(edition=OuterRef("edition"))))
    )


def readings_by(user):
    """Of the objective in the outer query."""
    return Reading.objects.filter(objective=OuterRef("pk"), person=user)


def reading_lines(objectives):
    """What home says of objectives that wait to be read: lines of the first, and how many more there are, as text.

    They need the column ``is_read_before``.
    """
    more = len(objectives) - LINES_AT_MOST
    words = ngettext("%(count)d more company objective to read", "%(count)d more company objectives to read", more)
    return [line(each) for each in objectives[:LINES_AT_MOST]], words % {"count": more} if more > 0 else ""


def line(objective):
    return awaiting_line(
        objective.owner,
        act=_("Company objective, reworded") if objective.is_read_before else _("Company objective to read"),
        title=objective.title,
        url=f"{objective.get_absolute_url()}#reading",
    )


# The objective's page


@dataclass(frozen=True)
class ReadingBox:
    """The count, what the viewer has said (``own``), that they said it of other words (``note``), and their answer.

    ``is_asked``: they may answer, also anew; ``list_url``: who has not read it, for those who may see that.
    """

    edition: int
    count: str
    own: str
    note: str
    answer: str | None
    is_asked: bool
    list_url: str
    answers = Answer.choices


def reading_box(objective, viewer):
    """The box of a company objective, in one query; None where there is nothing to say."""
    if objective.level != Objective.Level.COMPANY or objective.is_draft:
        return None
    own = FilteredRelation("readings", condition=Q(readings__person=viewer))
    found = Objective.objects.filter(pk=objective.pk).annotate(own=own, **reading_counts(objective.company_id))
    row = found.values("asked", "read_by", "own__answer", "own__edition", "own__read_at").get()
    answer = row["own__answer"] if row["own__edition"] == objective.edition else None
    day = long_date(viewer.company.day_of(row["own__read_at"])) if row["own__read_at"] else ""
    is_open = objective.takes_readings
    leads = is_open and rules.see_readings(viewer, objective)
    if not is_open and not answer:
        return None
    return ReadingBox(
        edition=objective.edition,
        count=count_text(row["read_by"], row["asked"]) if is_open else "",
        own=own_text(answer, day) if answer else "",
        note=reworded_text(day) if day and not answer else "",
        answer=answer,
        is_asked=is_open and rules.say_read(viewer, objective),
        list_url=reverse("objective-readings", args=[objective.pk]) if leads else "",
    )


def own_text(answer, day):
    return _("You read this on %(day)s: %(answer)s") % {"day": day, "answer": Answer(answer).label}


def reworded_text(day):
    return _("You read it on %(day)s; it has been reworded since. Please read it once more.") % {"day": day}


# Its readings, for those who lead


def unread_by(objective, viewer):
    """Those asked who have not read what it says now, by name, with ``is_read_before``: for an administrator all.

    For a manager the people of their departments.
    """
    read = Reading.objects.filter(objective=objective)
    people = asked_to_read(objective).exclude(pk__in=read.filter(edition=objective.edition).values("person"))
    if not viewer.is_admin:
        people = people.filter(department__in=viewer.managed_department_ids).exclude(pk=viewer.pk)
    is_read_before = Exists(read.filter(person=OuterRef("pk")))
    return people.annotate(is_read_before=is_read_before).select_related("department").by_name()


def spread_of(objective):
    """(label, count) of each answer, of as many as fill whole steps, the earliest first; [] before the first step."""
    readings = Reading.objects.filter(
        objective=objective, edition=objective.edition, person__in=asked_to_read(objective)
    )
    answers = list(readings.order_by("read_at", "pk").values_list("answer", flat=True))
    counts = Counter(answers[: len(answers) // SPREAD_STEP * SPREAD_STEP])
    return [(answer.label, counts[answer]) for answer in Answer] if counts else []
