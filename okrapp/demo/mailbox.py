"""Where the demo's mail ends: one file a mail in VAR_DIR/mailbox, as it would have gone to a mail server."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

MOST_KEPT = 500
HEADERS_SHOWN = ("From", "To", "Reply-To", "Date", "Subject", "Message-ID", "List-Unsubscribe", "Content-Language")


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            keep(message.message().as_bytes())
        return len(messages)


def keep(content):
    """Write a mail down, whole or not at all, and let go of the oldest beyond MOST_KEPT."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{uuid4().hex[:8]}"
    draft = place / f"{name}.draft"
    draft.write_bytes(content)
    os.replace(draft, place / f"{name}.eml")
    for path in newest_first()[MOST_KEPT:]:
        path.unlink(missing_ok=True)


def folder():
    return settings.VAR_DIR / "mailbox"


def newest_first():
    return sorted(folder().glob("*.eml"), reverse=True)


def find_mail(name):
    """The mail of that name, or None."""
    path = folder() / f"{name}.eml"
    return StoredMail(path) if path in newest_first() else None


@dataclass(frozen=True)
class StoredMail:
    path: Path

    @cached_property
    def message(self):
        return message_from_bytes(self.path.read_bytes(), policy=policy.default)

    @property
    def name(self):
        return self.path.stem

    @property
    def to(self):
        return self.message["To"]

    @property
    def subject(self):
        return self.message["Subject"]

    @property
    def arrived_at(self):
        return datetime.fromtimestamp(int(self.name.partition("-")[0]) / 1e9, tz=UTC)

    @property
    def headers(self):
        return [(name, self.message[name]) for name in HEADERS_SHOWN if self.message[name]]

    @cached_property
    def html(self):
        return self.part("html")

    @cached_property
    def text(self):
        return self.part("plain")

    def part(self, kind):
        """The text of the part, or "" where there is none."""
        part = self.message.get_body((kind,))
        return part.get_content().strip() if part else ""
