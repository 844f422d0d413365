"""A mail server for tests: keeps mail in memory, and misbehaves as the recipient's address asks.

The local part up to its first "." or "+" names the behaviour: `451.person7@example.com`. With `-once` or
`-twice` behind it (`451-twice.person7@…`) only that many attempts meet it, the later ones are taken; after
`451-then-550` the first is deferred and the later ones find no mailbox.

    ok                taken (so is everything not named here)
    slow              taken, answered after two seconds
    421               refused at RCPT, and the connection closed
    450 452 550       refused at RCPT; 550 with 5.1.1, no such mailbox
    451 554 policy    refused after the final dot; policy with 550 5.7.1
    drop-before-dot   the connection is closed while the text is still coming
    drop-before-250   … after the final dot, the mail not taken
    drop-after-dot    … after the final dot, the mail taken, the answer never written

In a test: `with Sink() as sink:` gives `sink.smtp_port`, `sink.url` and `sink.accepted`. By itself:
`python -m tests.sink --smtp-port 2525 --http-port 2580 --delay-ms 10-30`. Over HTTP, `/messages/<Message-ID>`
answers 200 with the mail or 404, and `/accepted` lists everything taken.
"""

import argparse
import asyncio
import json
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from http import HTTPStatus
from urllib.parse import unquote

LONGEST_LINE = 1 << 20
SLOW_SECONDS = 2
AT_RECIPIENT = {
    "421": "421 4.3.2 closing down",
    "450": "450 4.2.1 mailbox busy",
    "452": "452 4.3.1 storage full",
    "550": "550 5.1.1 no such mailbox",
}
AFTER_DOT = {
    "451": "451 4.3.0 try again later",
    "554": "554 5.6.0 mail refused",
    "policy": "550 5.7.1 refused by policy",
}
DROPS = {"drop-before-dot", "drop-before-250", "drop-after-dot"}
NAMES = "|".join(sorted({"slow"} | DROPS | AT_RECIPIENT.keys() | AFTER_DOT.keys()))
BEHAVIOUR = re.compile(rf"({NAMES})(?:-(once|twice|then-550))?(?=[.+@])")
TIMES = {None: float("inf"), "once": 1, "twice": 2, "then-550": 1}
LATER = {"then-550": "550"}


@dataclass(frozen=True)
class Accepted:
    """One mail taken for one recipient; ``at`` is seconds since the epoch."""

    message_id: str
    recipient: str
    sender: str
    at: float
    raw: bytes


class Sink:
    """The server. ``delay`` is the least and most seconds from the final dot to the answer.

    A mail is recorded just before its 250 is written, or, with ``is_early``, before the delay. ``has_broken_tls``
    offers STARTTLS and fails it. Port 0 takes any that is free.
    """

    def __init__(self, *, smtp_port=0, http_port=0, delay=(0, 0), is_early=False, has_broken_tls=False, seed=None):
        self.smtp_port, self.http_port = smtp_port, http_port
        self.delay, self.is_early, self.has_broken_tls = delay, is_early, has_broken_tls
        self.random = random.Random(seed)
        self.accepted = []
        self.by_message_id = {}
        self.attempts = Counter()
        self.connections = 0

    @property
    def url(self):
        """What a Message-ID is put behind to ask for it."""
        return f"http://127.0.0.1:{self.http_port}/messages/"

    def __enter__(self):
        is_listening = threading.Event()
        self.thread = threading.Thread(target=asyncio.run, args=[self.serve(is_listening)], daemon=True)
        self.thread.start()
        is_listening.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join()

    async def serve(self, is_listening=None):
        """Listen until ``stopping`` is set; whoever is connected then is cut off."""
        self.loop, self.stopping = asyncio.get_running_loop(), asyncio.Event()
        smtp = await asyncio.start_server(self.speak_smtp, "127.0.0.1", self.smtp_port, limit=LONGEST_LINE)
        http = await asyncio.start_server(self.speak_http, "127.0.0.1", self.http_port)
        self.smtp_port, self.http_port = (each.sockets[0].getsockname()[1] for each in (smtp, http))
        if is_listening:
            is_listening.set()
        await self.stopping.wait()

    async def speak_smtp(self, reader, writer):
        self.connections += 1
        await speak(Session(self, reader, writer).run(), writer)

    async def speak_http(self, reader, writer):
        await speak(self.answer_http(reader, writer), writer)

    async def answer_http(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        path = unquote(head.split(b" ", 2)[1].decode())
        status, body = self.page(path)
        writer.write(
            f"HTTP/1.0 {status.value} {status.phrase}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        await writer.drain()

    def page(self, path):
        message_id = path.removeprefix("/messages/")
        if path == "/accepted":
            rows = [[each.message_id, each.recipient, each.at] for each in self.accepted]
            names = ("message_id", "recipient", "at")
            return HTTPStatus.OK, json.dumps([dict(zip(names, row, strict=True)) for row in rows]).encode()
        if message_id in self.by_message_id:
            return HTTPStatus.OK, self.by_message_id[message_id]
        return HTTPStatus.NOT_FOUND, b""

    def behaviour_of(self, recipient):
        """What the address asks for at this attempt, which is counted."""
        self.attempts[recipient] += 1
        found = BEHAVIOUR.match(recipient)
        if not found:
            return "ok"
        return found[1] if self.attempts[recipient] <= TIMES[found[2]] else LATER.get(found[2], "ok")

    def accept(self, sender, recipients, raw):
        message_id = BytesHeaderParser().parsebytes(raw).get("Message-ID", "").strip()
        self.by_message_id[message_id] = raw
        self.accepted += [Accepted(message_id, each, sender, time.time(), raw) for each in recipients]


async def speak(conversation, writer):
    """Have the conversation until either side ends it."""
    try:
        await conversation
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


class Session:
    """One connection of a client."""

    def __init__(self, sink, reader, writer):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.forget()

    def forget(self):
        self.sender, self.recipients, self.behaviours = None, [], set()

    async def run(self):
        await self.say("220 sink ESMTP")
        while line := await self.reader.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            answer = getattr(self, f"on_{verb.lower()}", self.on_unknown)
            if await answer(rest) == "end":
                return

    async def say(self, text):
        self.writer.write(f"{text}\r\n".encode())
        await self.writer.drain()

    async def on_unknown(self, rest):
        await self.say("500 5.5.1 unknown command")

    async def on_ehlo(self, rest):
        self.forget()
        tls = ["STARTTLS"] if self.sink.has_broken_tls else []
        offers = ["sink", "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", *tls]
        await self.say("\r\n".join([*(f"250-{each}" for each in offers), "250 HELP"]))

    async def on_helo(self, rest):
        self.forget()
        await self.say("250 sink")

    async def on_starttls(self, rest):
        await self.say("454 4.7.0 TLS not available" if self.sink.has_broken_tls else "502 5.5.1 not offered")

    async def on_noop(self, rest):
        await self.say("250 2.0.0 ok")

    async def on_rset(self, rest):
        self.forget()
        await self.say("250 2.0.0 ok")

    async def on_quit(self, rest):
        await self.say("221 2.0.0 bye")
        return "end"

    async def on_mail(self, rest):
        self.forget()
        self.sender = address_in(rest)
        await self.say("250 2.1.0 ok")

    async def on_rcpt(self, rest):
        if self.sender is None:
            return await self.say("503 5.5.1 MAIL first")
        recipient = address_in(rest)
        behaviour = self.sink.behaviour_of(recipient)
        if behaviour not in AT_RECIPIENT:
            self.recipients.append(recipient)
            self.behaviours.add(behaviour)
        await self.say(AT_RECIPIENT.get(behaviour, "250 2.1.5 ok"))
        return "end" if behaviour == "421" else None

    async def on_data(self, rest):
        if not self.recipients:
            return await self.say("503 5.5.1 RCPT first")
        await self.say("354 go on")
        if "drop-before-dot" in self.behaviours:
            await self.reader.readline()
            return "end"
        raw = await self.read_text()
        behaviour = next(iter(self.behaviours - {"ok"}), "ok")
        verdict = await self.judge(behaviour, raw)
        self.forget()
        return verdict

    async def read_text(self):
        """Return what comes up to the final dot, the doubled dots made single."""
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                raise ConnectionResetError
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    async def judge(self, behaviour, raw):
        """Take the mail or not, and answer or not. A client that is gone by now changes nothing."""
        is_taken = behaviour in {"ok", "slow", "drop-after-dot"}
        if is_taken and self.sink.is_early:
            self.sink.accept(self.sender, self.recipients, raw)
        await asyncio.sleep(SLOW_SECONDS if behaviour == "slow" else self.sink.random.uniform(*self.sink.delay))
        if is_taken and not self.sink.is_early:
            self.sink.accept(self.sender, self.recipients, raw)
        if behaviour in DROPS:
            return "end"
        return await self.say(AFTER_DOT.get(behaviour) or f"250 2.0.0 queued as {len(self.sink.accepted)}")


def address_in(rest):
    """The address of `FROM:<a@b> SIZE=…` or `TO:<a@b>`, in small letters."""
    return re.search(r"<(.*?)>", rest)[1].lower()


def milliseconds(text):
    """Read "10-30" or "20" as least and most seconds."""
    least, _, most = text.partition("-")
    return int(least) / 1000, int(most or least) / 1000


def main():
    parser = argparse.ArgumentParser(description="A mail server for tests; see the top of this file.")
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--delay-ms", type=milliseconds, default=(0, 0), metavar="LEAST-MOST")
    parser.add_argument("--early", action="store_true", help="record a mail before the delay")
    parser.add_argument("--broken-tls", action="store_true", help="offer STARTTLS and fail it")
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args()
    options = {"delay": asked.delay_ms, "is_early": asked.early, "has_broken_tls": asked.broken_tls}
    sink = Sink(smtp_port=asked.smtp_port, http_port=asked.http_port, seed=asked.seed, **options)
    asyncio.run(sink.serve())


if __name__ == "__main__":
    main()
