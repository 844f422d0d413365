"""The weekly digest: what all readers of a batch need is gathered at once, then each mail is written alone."""

from functools import partial

from common.text import in_a_row
from notifications.models import Delivery
from notifications.registry import Skip, composer
from okrapp.mails import words
from okrapp.mails.drawing import Beside, Card, Paragraph, Together
from okrapp.mails.known import known_to
from okrapp.mails.rows import short
from okrapp.mails.sections import cycle_text, digest_of, reason_text
from okrapp.mails.writing import write


@composer(Delivery.Kind.DIGEST)
def compose_digests(deliveries, now):
    """Return the function that writes the mail of one of them; it raises Skip where there is nothing to say."""
    return partial(write_digest, known_to([delivery.person for delivery in deliveries], now))


def write_digest(known, delivery):
    reader = delivery.person
    with known.read_by(reader):
        digest = digest_of(reader, known)
        if not digest.says_something:
            raise Skip(Delivery.Reason.NOTHING)
        return write(delivery, words.action(digest), words_of(digest, reader, known.lately))


def words_of(digest, reader, lately):
    count = len(digest.week.due)
    lead = [words.duration(count) if count else "", digest.deadline]
    return {
        "company": short(reader.company.name),
        "cycle": Beside(cycle_text(reader, lately)),
        "heading": words.heading(digest),
        "preheader": words.preheader([digest.verdict, digest.deadline, *glimpses(digest)], reader.language),
        "lead": Paragraph(in_a_row(lead)),
        "verdict": Paragraph(digest.verdict, "verdict"),
        "due": digest.due or "",
        "sections": Together(tuple(map(Card, digest.sections))),
        "dates": Together(tuple(map(Paragraph, digest.dates))),
        "reason": reason_text(reader),
    }


def glimpses(digest):
    """What fills the preheader when verdict and deadline leave room: what the sections are about."""
    for section in filter(None, [digest.due, *digest.sections]):
        for row in section.rows[:2]:
            yield words.glimpse(section.title, row.title)
