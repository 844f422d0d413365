"""What one reader's digest says, section by section, each only where it has something."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from goals.queries.lately import wins_for
from goals.queries.moves import Kind, Places, moves_for, places_of
from goals.queries.week import Week, as_week
from goals.queries.week_rows import common_moment, dated_deadline
from goals.wording import dated_moment_text, dated_text
from notifications.models import Activity, Channel, preference_of
from okrapp.mails import words
from okrapp.mails.drawing import DueSection, Row, Section, State
from okrapp.mails.kpi_rows import alert_row
from okrapp.mails.listing import listed, more_text
from okrapp.mails.manager_sections import topic_section, unagreed_section
from okrapp.mails.move_rows import move_row, win_row
from okrapp.mails.rows import SIGNS, consent_row, due_row, facts, help_row, link, link_to, objective_row, short
from people.models import Company
from people.models.company import Weekday

MOST_DUE, MOST_CONSENTS, MOST_HELP, MOST_OBJECTIVES, MOST_MOVES, MOST_KPIS, MOST_WINS = 3, 3, 3, 5, 5, 5, 3
CYCLE_END_TOLD = timedelta(days=21)
MEMBERS_ORDER = [Kind.RECOVERED, Kind.SLIPPED, Kind.SILENT]


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


def digest_of(reader, known):
    lately = known.lately
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
        deadline=common_deadline(week, known),
        help_count=len(help_asked(reader, lately)),
        due=due_section(week, reader, today) if week.due else None,
        dates=list(next_dates(reader, week, known)),
    )
    sections = [
        consent_section(reader, known),
        help_section(reader, known),
        talk_section(reader, known),
        objective_section(reader, known),
        move_section(reader, digest, moves, known),
        unagreed_section(reader, places, known),
        topic_section(reader, moves, places, known),
        kpi_section(reader, known),
        win_section(reader, places, known),
    ]
    digest.sections = [section for section in sections if section]
    return digest


def common_deadline(week, known):
    moment = common_moment(week)
    return known.once(dated_deadline, *moment) if moment else ""


def due_section(week, reader, today):
    says_when = common_moment(week) is None
    return DueSection(
        title="",
        rows=[due_row(due, reader, today=today, says_when=says_when) for due in week.due[:MOST_DUE]],
        more=more_text(week.due, MOST_DUE),
        url=link("home"),
    )


def help_asked(reader, lately):
    asked = lately.help[reader.pk]
    return asked if asked and hears(reader, Activity.Kind.HELP_ASKED) else []


def hears(reader, kind):
    return preference_of(reader).hears(kind, Channel.DIGEST)


def consent_section(reader, known):
    found = known.terms.awaited[reader.pk]
    if not found:
        return None
    write = partial(consent_row, reader=reader, today=known.lately.today(reader))
    return listed(found, MOST_CONSENTS, write, title=_("Your consent is waited for"), url=link("home"))


def help_section(reader, known):
    asked = help_asked(reader, known.lately)
    if not asked:
        return None
    write = partial(help_row, reader=reader, today=known.lately.today(reader))
    return listed(asked, MOST_HELP, write, title=_("Your help is asked for"), url=link("home"))


def talk_section(reader, known):
    """How many comments and mentions the reader has not read; what they say stands in the app."""
    counts = known.said[reader.pk]
    mentions, comments = counts[Activity.Kind.MENTION], counts[Activity.Kind.COMMENT]
    if not mentions and not comments:
        return None
    parts = [
        ngettext("%(count)d mention of you", "%(count)d mentions of you", mentions) % {"count": mentions},
        ngettext("%(count)d comment", "%(count)d comments", comments) % {"count": comments},
    ]
    told = [part for part, count in zip(parts, (mentions, comments), strict=True) if count]
    row = Row(title=_("Read what was said"), url=link("notifications"), facts=facts(*told))
    return Section(title=_("Colleagues wrote to you"), rows=[row])


def objective_section(reader, known):
    objectives, paces = known.lately.objectives[reader.pk], known.lately.paces
    return listed(
        objectives,
        MOST_OBJECTIVES,
        lambda objective: known.once(objective_row, objective, paces.get(objective.pk)),
        title=_("Your objectives"),
        url=link_to("person", reader.pk),
    )


def move_section(reader, digest, moves, known):
    """A manager reads what slipped first and a count of all; a member what went well first."""
    if not moves:
        return None
    places = digest.places
    if not places.is_managed:
        moves = sorted(moves, key=lambda move: MEMBERS_ORDER.index(move.kind))
    department = reader.company.tree.get(places.top)
    return listed(
        moves,
        MOST_MOVES,
        partial(known.once, move_row),
        title=place_title(reader, places, department),
        url=link_to("department", department.pk) if department else link("company"),
        summary=words.summary(digest.kinds) if places.is_managed else "",
    )


def place_title(reader, places, department):
    if department:
        return _("What moved in %(department)s") % {"department": short(department.name)}
    if places.is_managed and not reader.is_admin:
        return _("What moved in your departments")
    return _("What moved in the company")


def kpi_section(reader, known):
    """What crossed or gave a signal within the week; not every wiggle."""
    found = known.alerts[reader.pk]
    if not found or not hears(reader, Activity.Kind.KPI_ALERT):
        return None
    return listed(found, MOST_KPIS, partial(known.once, alert_row), title=_("KPI signals"), url=link("kpis"))


def win_section(reader, places, known):
    """What was reached, after the cheers for the reader."""
    wins, cheers = wins_for(reader, places, known.lately), known.said[reader.pk][Activity.Kind.CHEER]
    section = listed(
        wins,
        MOST_WINS,
        lambda key_result: known.once(win_row, key_result, key_result.owner_id == reader.pk),
        title=_("Good news"),
        url=link("company"),
    )
    if cheers:
        section.rows.insert(0, cheer_row())
    return section


def cheer_row():
    """Without a number: a notification stands for all cheers of a day for one thing."""
    title = _("Colleagues cheered you on")
    return Row(title=title, url=link("notifications"), state=State(SIGNS["good"], "", "good"))


def next_dates(reader, week, known):
    """The next deadline that lies ahead, and the end of the cycle once it is near."""
    lately = known.lately
    moments = [due.at for due in week.due if not due.is_late] + [week.next_at]
    if ahead := [moment for moment in moments if moment and moment > lately.now]:
        yield _("Next check-in due: %(when)s") % {"when": known.once(dated_moment_text, min(ahead))}
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
