"""The timeline of initiatives: where every bar, arrow and day stands, in pixels. No colour, no markup."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goals.models import Dependency
from goals.queries.initiatives import InitiativeRow, initiative_row
from goals.wording import short_date

HEAD, ROW = 34, 44
ROWS_IN_STRIP = 4
BAR_AT, BAR, MIDDLE = 22, 12, 28
NARROWEST, LONGEST_NAME = 6, 28
FARTHEST_ARROW = 9 * ROW
LABEL_TURNS = 0.62  # of the width: from there on a label ends at its bar instead of beginning there
BESIDE = 8
FARTHEST = timedelta(days=10 * 366)


@dataclass(frozen=True)
class Scale:
    """``pixels`` a day, ``months`` shown, ``step`` months to the pages before and after."""

    pixels: float
    months: int
    step: int
    is_weekly: bool


SCALES = {"month": Scale(9, 4, 2, True), "quarter": Scale(2.6, 15, 6, False)}


@dataclass(frozen=True)
class Window:
    """The days shown."""

    start: date
    end: date
    scale: Scale

    @property
    def width(self):
        return self.at(self.end)

    def at(self, day):
        """Where a day begins, held to the window."""
        inside = min(max(day, self.start), self.end)
        return round((inside - self.start).days * self.scale.pixels)

    def holds(self, initiative):
        return initiative.starts_on < self.end and initiative.due_on >= self.start


@dataclass
class Bar:
    """One initiative. ``overdue`` is how far today lies past its end; ``done`` the width of what is done.

    ``far`` names what it waits for beyond the reach of an arrow.
    """

    row: InitiativeRow
    x: int
    y: int
    width: int
    done: int
    overdue: int
    label: str
    label_x: int
    is_turned: bool
    is_cut: bool
    far: list = field(default_factory=list)

    @property
    def end(self):
        return self.x + self.width


@dataclass
class Strip:
    """A few bars of one group, drawn as one picture, so that paper can break between two of them.

    ``group`` is (order, name); the first of its strips has a head with the name. ``arrows`` (path, is a bottleneck)
    are those that touch it.
    """

    group: tuple
    is_first: bool
    y: int
    bars: list = field(default_factory=list)
    arrows: list = field(default_factory=list)

    @property
    def name(self):
        return self.group[1]

    @property
    def height(self):
        return (HEAD if self.is_first else 0) + ROW * len(self.bars)

    @property
    def end(self):
        return self.y + self.height


@dataclass
class Timeline:
    """``ticks`` are (x, text)."""

    width: int
    today_x: int | None
    today: str
    strips: list = field(default_factory=list)
    ticks: list = field(default_factory=list)
    bars: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    outside: int = 0

    def strip_for(self, group):
        """The strip that takes the next bar, which is of the group."""
        last = self.strips[-1] if self.strips else None
        is_first = last is None or last.group != group
        if is_first or len(last.bars) == ROWS_IN_STRIP:
            self.strips.append(Strip(group, is_first, last.end if last else 0))
        return self.strips[-1]

    def draw_arrow(self, needed, waiting, is_tight):
        """Draw it in all the strips it touches."""
        first, last = sorted([needed.y, waiting.y])
        for strip in self.strips:
            if strip.y <= last and strip.end > first:
                strip.arrows.append((arrow(needed, waiting), is_tight))


def window_of(zoom, start, today):
    scale = SCALES.get(zoom) or SCALES["month"]
    if start and abs(start - today) > FARTHEST:
        start = None
    first = (start or today - timedelta(days=14 if scale.is_weekly else 92)).replace(day=1)
    return Window(first, months_later(first, scale.months), scale)


def months_later(first, count):
    month = first.year * 12 + first.month - 1 + count
    return date(month // 12, month % 12 + 1, 1)


def timeline_of(initiatives, window, today, group_of):
    """Draw initiatives that visible_initiatives gave. ``group_of`` returns (order, name) of each. One query."""
    shown = [each for each in initiatives if window.holds(each)]
    drawn = Timeline(
        width=window.width,
        today_x=window.at(today) if window.start <= today < window.end else None,
        today=_("Today %(day)s") % {"day": short_date(today)},
        ticks=ticks_of(window),
        outside=len(initiatives) - len(shown),
    )
    for initiative in sorted(shown, key=lambda each: (group_of(each), each.starts_on, each.due_on, each.pk)):
        strip = drawn.strip_for(group_of(initiative))
        strip.bars.append(bar_of(initiative, strip.end, window, today))
    drawn.bars = [bar for strip in drawn.strips for bar in strip.bars]
    connect(drawn, initiatives, today)
    return drawn


def bar_of(initiative, y, window, today):
    row = initiative_row(initiative, today)
    x, end = window.at(initiative.starts_on), window.at(initiative.due_on + timedelta(days=1))
    width = max(end - x, NARROWEST)
    share = initiative.done_count / initiative.item_count if initiative.item_count else 0
    is_turned = x > window.width * LABEL_TURNS
    return Bar(
        row=row,
        x=x,
        y=y,
        width=width,
        done=round(width * share),
        overdue=max(window.at(today) - end, 0) if row.late else 0,
        label=" · ".join(filter(None, [row.items, row.state_word, row.late])),
        label_x=x + width if is_turned else max(x, BESIDE),
        is_turned=is_turned,
        is_cut=initiative.starts_on < window.start,
    )


def shortened(text, longest=LONGEST_NAME):
    """Cut off at that many Latin letters' width; a Japanese one takes two."""
    width = 0
    for place, letter in enumerate(text):
        width += 2 if unicodedata.east_asian_width(letter) in "FW" else 1
        if width > longest:
            return f"{text[:place]}…"
    return text


def ticks_of(window):
    """Mondays, or the first days of months, within the window."""
    if window.scale.is_weekly:
        first = window.start + timedelta(days=-window.start.weekday() % 7)
        days = [first + timedelta(days=n) for n in range(0, (window.end - first).days, 7)]
        return [(window.at(day), short_date(day)) for day in days]
    firsts = [months_later(window.start, n) for n in range(window.scale.months)]
    return [(window.at(day), date_format(day, pgettext("month on a chart", "M Y"))) for day in firsts]


# What waits for what


def connect(drawn, initiatives, today):
    """Arrows from the end of what is needed to the beginning of what waits; a line of the table for each bar.

    What lies many lines away is named beside the bar instead: a hundred long arrows could be followed by nobody.
    """
    known = {each.pk: each for each in initiatives}
    bars = {bar.row.pk: bar for bar in drawn.bars}
    waits = {}
    for waiting, needed in Dependency.objects.filter(initiative__in=bars).values_list("initiative", "needed"):
        if needed in known:
            is_tight = is_bottleneck(known[needed], known[waiting], today)
            waits.setdefault(waiting, []).append((known[needed].title, is_tight))
            if needed in bars and abs(bars[needed].y - bars[waiting].y) <= FARTHEST_ARROW:
                drawn.draw_arrow(bars[needed], bars[waiting], is_tight)
            else:
                bars[waiting].far.append((shortened(known[needed].title), is_tight))
    drawn.lines = [(bar.row, waits.get(bar.row.pk, [])) for bar in drawn.bars]


def is_bottleneck(needed, waiting, today):
    """Whether what is needed is not done by when what waits for it begins: by plan, or late as it is."""
    return needed.is_open and waiting.is_open and max(needed.due_on, today) >= waiting.starts_on


def arrow(needed, waiting):
    start, end = (needed.end, needed.y + MIDDLE), (waiting.x, waiting.y + MIDDLE)
    if end[0] - start[0] >= 2 * BESIDE:
        return f"M{start[0]} {start[1]}H{end[0] - BESIDE}V{end[1]}H{end[0]}"
    between = waiting.y + (2 if waiting.y > needed.y else ROW - 2)
    return f"M{start[0]} {start[1]}h{BESIDE}V{between}H{max(end[0] - BESIDE, 1)}V{end[1]}H{end[0]}"
