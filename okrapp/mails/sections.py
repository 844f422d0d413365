"""What one reader's digest says, section by section, each only where it has something."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from goals.queries.lately import wins_for
from goals.queries.moves import Kind, Places, moves_for, places_of
from goals.queries.week import Week, as_week
from goals.queries.week_rows import common_moment, dated_deadline
from goals.wording import dated_moment_text, dated_text
from notifications.models import Activity, Channel, preference_of
from okrapp.mails import words
from okrapp.mails.kpi_rows import alert_row
from okrapp.mails.move_rows import move_row, win_row
from okrapp.mails.rows import Row, absolute, consent_row, due_row, facts, help_row, link, objective_row, short
from people.models import Company
from people.models.company import Weekday

MOST_DUE, MOST_CONSENTS, MOST_HELP, MOST_OBJECTIVES, MOST_MOVES, MOST_KPIS, MOST_WINS = 3, 3, 3, 5, 5, 5, 3
CYCLE_END_TOLD = timedelta(days=21)
MEMBERS_ORDER = [Kind.RECOVERED, Kind.SLIPPED, Kind.SILENT]


@dataclass(frozen=True)
class Section:
    """Rows under a title; ``more`` says how many were left out and ``url`` where all of them stand."""

    title: str
    rows: list
    more: str = ""
    url: str = ""
    summary: str = ""
    template: str = "okrapp/email/_rows.html"

    def __bool__(self):
        return bool(self.rows)


@dataclass
class Digest:
    """One reader's week, in the reader's language and zone, which are active while it is made."""

    name: str
    company: Company
    week: Week
    places: Places
    verdict: str
    kinds: Counter
    deadline: str = ""
    help_count: int = 0
    due: Section | None = None
    sections: list = field(default_factory=list)
    dates: list = field(default_factory=list)

    @property
    def says_something(self):
        return bool(self.due) or bool(self.sections)


def digest_of(reader, lately, alerts, awaiting, said):
    """By reader: ``alerts`` are the latest of each KPI, ``awaiting`` key results, ``said`` counts by kind."""
    today, own = lately.today(reader), lately.own[reader.pk]
    week, places = as_week(own, reader.company, lately.now), places_of(reader)
    moves = moves_for(reader, places, lately.moved)
    digest = Digest(
        name=short(reader.short_name),
        company=reader.company,
        week=week,
        places=places,
        verdict=words.verdict(own),
        kinds=Counter(move.kind for move in moves),
        deadline=common_deadline(week),
        help_count=len(help_asked(reader, lately)),
        due=due_section(week, reader, today),
        dates=list(next_dates(reader, week, lately)),
    )
    sections = [
        consent_section(reader, awaiting, lately),
        help_section(reader, lately),
        talk_section(reader, said),
        objective_section(reader, lately),
        move_section(reader, digest, moves),
        kpi_section(reader, alerts),
        win_section(reader, places, lately),
    ]
    digest.sections = [section for section in sections if section]
    return digest


def common_deadline(week):
    moment = common_moment(week)
    return dated_deadline(*moment) if moment else ""


def more_text(found, shown):
    left = len(found) - shown
    return ngettext("%(count)d more", "%(count)d more", left) % {"count": left} if left > 0 else ""


def due_section(week, reader, today):
    says_when = common_moment(week) is None
    return Section(
        title="",
        rows=[due_row(due, reader, today=today, says_when=says_when) for due in week.due[:MOST_DUE]],
        more=more_text(week.due, MOST_DUE),
        url=link("home"),
    )


def help_asked(reader, lately):
    return lately.help[reader.pk] if hears(reader, Activity.Kind.HELP_ASKED) else []


def hears(reader, kind):
    return preference_of(reader).hears(kind, Channel.DIGEST)


def consent_section(reader, awaiting, lately):
    found, today = awaiting[reader.pk], lately.today(reader)
    return Section(
        title=_("Your consent is waited for"),
        rows=[consent_row(key_result, reader, today) for key_result in found[:MOST_CONSENTS]],
        more=more_text(found, MOST_CONSENTS),
        url=link("home"),
    )


def help_section(reader, lately):
    asked, today = help_asked(reader, lately), lately.today(reader)
    return Section(
        title=_("Your help is asked for"),
        rows=[help_row(request, reader, today) for request in asked[:MOST_HELP]],
        more=more_text(asked, MOST_HELP),
        url=link("home"),
    )


def talk_section(reader, said):
    """How many comments and mentions the reader has not read; what they say stands in the app."""
    counts = said[reader.pk]
    mentions, comments = counts[Activity.Kind.MENTION], counts[Activity.Kind.COMMENT]
    parts = [
        ngettext("%(count)d mention of you", "%(count)d mentions of you", mentions) % {"count": mentions},
        ngettext("%(count)d comment", "%(count)d comments", comments) % {"count": comments},
    ]
    told = [part for part, count in zip(parts, (mentions, comments), strict=True) if count]
    row = Row(title=_("Read what was said"), url=link("notifications"), facts=facts(*told))
    return Section(title=_("Colleagues wrote to you"), rows=[row] if told else [])


def objective_section(reader, lately):
    objectives = lately.objectives[reader.pk]
    return Section(
        title=_("Your objectives"),
        rows=[objective_row(each, lately.paces.get(each.pk)) for each in objectives[:MOST_OBJECTIVES]],
        more=more_text(objectives, MOST_OBJECTIVES),
        url=absolute(reader.get_absolute_url()),
        template="okrapp/email/_objectives.html",
    )


def move_section(reader, digest, moves):
    """A manager reads what slipped first and a count of all; a member what went well first."""
    places = digest.places
    if not places.is_managed:
        moves = sorted(moves, key=lambda move: MEMBERS_ORDER.index(move.kind))
    department = reader.company.tree.get(places.top)
    return Section(
        title=place_title(reader, places, department),
        rows=[move_row(move) for move in moves[:MOST_MOVES]],
        more=more_text(moves, MOST_MOVES),
        url=absolute(department.get_absolute_url()) if department else link("company"),
        summary=words.summary(digest.kinds) if places.is_managed else "",
    )


def place_title(reader, places, department):
    if department:
        return _("What moved in %(department)s") % {"department": short(department.name)}
    if places.is_managed and not reader.is_admin:
        return _("What moved in your departments")
    return _("What moved in the company")


def kpi_section(reader, alerts):
    """What crossed or gave a signal within the week; not every wiggle."""
    found = alerts[reader.pk] if hears(reader, Activity.Kind.KPI_ALERT) else []
    return Section(
        title=_("KPI signals"),
        rows=[alert_row(kpi) for kpi in found[:MOST_KPIS]],
        more=more_text(found, MOST_KPIS),
        url=link("kpis"),
    )


def win_section(reader, places, lately):
    wins = wins_for(reader, places, lately)
    return Section(
        title=_("Good news"),
        rows=[win_row(key_result, reader) for key_result in wins[:MOST_WINS]],
        more=more_text(wins, MOST_WINS),
        url=link("company"),
    )


def next_dates(reader, week, lately):
    """The next deadline that lies ahead, and the end of the cycle once it is near."""
    moments = [due.at for due in week.due if not due.is_late] + [week.next_at]
    if ahead := [moment for moment in moments if moment and moment > lately.now]:
        yield _("Next check-in due: %(when)s") % {"when": dated_moment_text(min(ahead))}
    cycle, today = lately.cycles.get(reader.company_id), lately.today(reader)
    if cycle and today <= cycle.ends_on <= today + CYCLE_END_TOLD:
        yield _("%(cycle)s ends on %(day)s") % {"cycle": short(cycle.name), "day": dated_text(cycle.ends_on)}


def cycle_text(reader, lately):
    """Cycle and week, as beside the company's name; empty before there is one."""
    cycle = lately.cycles.get(reader.company_id)
    if cycle is None:
        return ""
    week = cycle.week(lately.today(reader))
    parts = [short(cycle.name), _("week %(number)d") % {"number": week} if week else ""]
    return pgettext("between items", ", ").join(filter(None, parts))


def reason_text(reader):
    """Why the mail came and when the next one does."""
    preference = preference_of(reader)
    return _("You get this mail on %(weekday)s at %(time)s as a member of %(company)s.") % {
        "weekday": Weekday(preference.weekday).label,
        "time": f"{preference.at.hour}:{preference.at.minute:02}",
        "company": short(reader.company.name),
    }
