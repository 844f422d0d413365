"""Rows of a mail, and how they are drawn in the HTML part and in the text part.

They reach the templates as finished strings: a mail has a dozen rows, and a Monday ten thousand mails (ADR 0032). For
the same reason markup is filled by ``format``, and whatever was not drawn here is escaped where it goes in.
"""

from dataclasses import dataclass
from functools import cached_property
from html import escape

from common.mail_styles import STYLES


def styled(markup):
    """Markup in which [name] stands for the attributes of an element."""
    for name, attributes in STYLES.items():
        markup = markup.replace(f"[{name}]", attributes)
    return markup


TABLE = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
STATE = "<span {}>{}</span>"
LINK = styled('<a href="{}" [link]><bdi>{}</bdi></a>')
NOTE = "<br><bdi>{}</bdi>"
ACT = '<a href="{}" {}>{}</a> '
ACTS = styled("<p [acts]>{}</p>")
ROW = styled("<tr><td [row]><p [line]>{}{}</p><p [quiet]>{}{}</p>{}</td></tr>\n")
DUE = styled(
    "<tr><td [due]><p [line]><b><bdi>{}</bdi></b></p><p [quiet]><bdi>{}</bdi></p>\n<p [facts]>{} {}{}</p>\n"
    "{}</td></tr>\n"
)
OBJECTIVE = styled("<tr><td [row]><p [title]>{}</p>\n{}<p [under]><b [ink]>{}</b> &nbsp;{} &nbsp;{}</p></td></tr>\n")
BAR = f"{TABLE}<tr>{{}}{{}}</tr></table>\n"
FILLED = '<td width="{}%" {}>&nbsp;</td>'
TRACK = styled("<td [track]>&nbsp;</td>")
MORE = styled('<tr><td {}><a href="{}" [link]>{}</a></td></tr>')
SECTION = f"{TABLE}\n{{}}{{}}</table>\n"
PARAGRAPH = "<p {}>{}</p>"
BESIDE = styled(" <span [quiet]>{}</span>")
CARD = styled("<tr><td [gap]>&nbsp;</td></tr>\n<tr><td [card]><h2 [subheading]>{}</h2>{}{}</td></tr>\n")


@dataclass(frozen=True)
class State:
    """A word with its shape and colour; ``tone`` names the colour in common.mail_styles."""

    sign: str
    word: str
    tone: str

    def __str__(self):
        return f"{self.sign} {self.word}".rstrip()

    @property
    def html(self):
        return STATE.format(STYLES[f"is_{self.tone}"], escape(str(self)))


@dataclass(frozen=True)
class Act:
    """A button; ``shape`` names its looks in common.mail_styles."""

    label: str
    url: str
    shape: str = "choice"

    @property
    def html(self):
        return ACT.format(escape(self.url), STYLES[self.shape], escape(self.label))

    @property
    def text(self):
        return f"{self.label}: {self.url}"


@dataclass(frozen=True)
class Row:
    """One thing with a title and a link. ``facts`` go on after the state; ``note`` is somebody's own words.

    ``acts`` are its buttons.
    """

    title: str
    url: str
    state: State | None = None
    facts: str = ""
    note: str = ""
    acts: tuple = ()

    @property
    def link(self):
        return LINK.format(escape(self.url), escape(self.title))

    @property
    def buttons(self):
        return ACTS.format("".join(act.html for act in self.acts)) if self.acts else ""

    @cached_property
    def html(self):
        state = f"{self.state.html} " if self.state else ""
        note = NOTE.format(escape(self.note)) if self.note else ""
        return ROW.format(state, self.link, escape(self.facts), note, self.buttons)

    @cached_property
    def text(self):
        title = f"{self.state} {self.title}" if self.state else self.title
        links = [act.text for act in self.acts] or [self.url]
        return indented(title, *filter(None, [self.facts, self.note]), *links)


@dataclass(frozen=True)
class DueRow(Row):
    """A check-in to make: ``about`` is what it belongs to, ``lines`` are quiet sentences."""

    about: str = ""
    lines: tuple = ()

    @cached_property
    def html(self):
        lines = "".join(f"<br>{escape(line)}" for line in self.lines)
        title, about, facts = escape(self.title), escape(self.about), escape(self.facts)
        return DUE.format(title, about, self.state.html, facts, lines, self.buttons)

    @cached_property
    def text(self):
        acts = [act.text for act in self.acts]
        return indented(self.title, self.about, f"{self.state} {self.facts}", *self.lines, *acts)


@dataclass(frozen=True)
class ObjectiveRow(Row):
    """``figure`` stands before the state; ``percent`` draws a bar."""

    figure: str = ""
    percent: int | None = None

    @cached_property
    def html(self):
        return OBJECTIVE.format(self.link, self.bar, escape(self.figure), self.state.html, escape(self.facts))

    @property
    def bar(self):
        if self.percent is None:
            return ""
        filled = FILLED.format(self.percent, STYLES[f"bar_{self.state.tone}"]) if self.percent else ""
        return BAR.format(filled, TRACK if self.percent < 100 else "")

    @cached_property
    def text(self):
        return indented(self.title, f"{self.figure}  {self.state}  {self.facts}", self.url)


def indented(first, *others):
    """A title with what belongs to it below."""
    return "\n   ".join([first, *others]) + "\n"


@dataclass(frozen=True)
class Section:
    """Rows under a title; ``more`` says how many were left out and ``url`` where all of them stand."""

    title: str
    rows: list
    more: str = ""
    url: str = ""
    summary: str = ""
    cell = "row"

    def __bool__(self):
        return bool(self.rows)

    @property
    def html(self):
        more = MORE.format(STYLES[self.cell], escape(self.url), escape(self.more)) if self.more else ""
        return SECTION.format("".join(row.html for row in self.rows), more)

    @property
    def text(self):
        more = f"\n{self.more}: {self.url}\n" if self.more else ""
        return "".join(f"\n{text}" for text in self.texts()) + more

    def texts(self):
        return (row.text for row in self.rows)


class DueSection(Section):
    """Check-ins to make, numbered in the text part."""

    cell = "due"

    def texts(self):
        return (f"{number}) {row.text}" for number, row in enumerate(self.rows, 1))


@dataclass(frozen=True)
class Card:
    """A section in a box of its own, under its title."""

    section: Section

    @property
    def html(self):
        section = self.section
        return CARD.format(escape(section.title), Paragraph(section.summary, "quiet").html, section.html)

    @property
    def text(self):
        section = self.section
        return f"\n== {section.title} ==\n{Paragraph(section.summary, 'quiet').text}{section.text}\n"


@dataclass(frozen=True)
class Paragraph:
    """A sentence of its own; nothing where it is empty."""

    sentence: str
    style: str = "line"

    @property
    def html(self):
        return PARAGRAPH.format(STYLES[self.style], escape(self.sentence)) if self.sentence else ""

    @property
    def text(self):
        return f"{self.sentence}\n" if self.sentence else ""


@dataclass(frozen=True)
class Beside:
    """What stands quietly beside a name; nothing where it is empty."""

    words: str

    @property
    def html(self):
        return BESIDE.format(escape(self.words)) if self.words else ""

    @property
    def text(self):
        return f" {self.words}" if self.words else ""


@dataclass(frozen=True)
class Together:
    """One after the other."""

    items: tuple

    @property
    def html(self):
        return "".join(item.html for item in self.items)

    @property
    def text(self):
        return "".join(item.text for item in self.items)
