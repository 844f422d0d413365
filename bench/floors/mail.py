"""The floor of a digest: `python -m bench.floors.mail PORT` sends as many as were sent, and prints the seconds.

Per batch of 500 two statements, per mail a Jinja2 template for each part, MIME by hand, and the two commits that
make delivery safe: before the last byte, and after the server's answer.
"""

import os
import socket
import sys
import time
from base64 import encodebytes
from collections import defaultdict
from pathlib import Path
from uuid import uuid4

import jinja2
import psycopg2

BATCH = 500
WAITING = """
SELECT d.id, d.message_id, p.id, p.email, p.family_name || p.given_name, p.department_id
FROM notifications_delivery d JOIN people_user p ON p.id = d.person_id
WHERE d.kind = 'digest' AND d.state = 'sent' ORDER BY d.id
"""
OWN = """
SELECT k.owner_id, k.id, k.title, k.status, k.current, k.target, k.unit, k.progress
FROM goals_keyresult k JOIN goals_objective o ON o.id = k.objective_id JOIN goals_cycle c ON c.id = o.cycle_id
WHERE k.owner_id = ANY(%s) AND c.stage = 'running' AND o.state = 'active' AND k.status NOT IN ('done', 'dropped')
"""
TEAM = """
SELECT department_id, id, title, status, current, target, unit, progress FROM (
    SELECT o.department_id, k.id, k.title, k.status, k.current, k.target, k.unit, k.progress,
        row_number() OVER (PARTITION BY o.department_id ORDER BY k.last_check_in_at DESC NULLS LAST) AS place
    FROM goals_keyresult k JOIN goals_objective o ON o.id = k.objective_id JOIN goals_cycle c ON c.id = o.cycle_id
    WHERE o.department_id = ANY(%s) AND c.stage = 'running' AND o.state = 'active'
) latest WHERE place <= 8
"""
HANDING_OVER = """
UPDATE notifications_delivery SET state = 'handing_over', claim = %s, lease_until = now() + interval '2 minutes'
WHERE id = %s
"""
SENT = """
UPDATE notifications_delivery SET state = 'sent', claim = NULL, lease_until = NULL, sent_at = now(), reply = %s
WHERE id = %s
"""
MOST_OWN = 7
ENVIRONMENT = jinja2.Environment(autoescape=True)
HTML = ENVIRONMENT.from_string(Path(__file__).with_name("digest.html").read_text())
TEXT = jinja2.Environment(autoescape=False).from_string(  # noqa: S701 - plain text
    "{{ name }}\n{% for r in own + team %}\n{{ r.title }}\n{{ r.value }} {{ r.pct }}%\n{{ r.url }}\n{% endfor %}"
)
HEAD = (
    "From: OKR <okr@example.com>\r\nTo: {to}\r\nSubject: Weekly digest\r\nMessage-ID: {message_id}\r\n"
    "Date: Fri, 20 Nov 2026 12:00:00 +0900\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="=_floor"\r\n\r\n'
)
PART = 'Content-Type: text/{};charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'


class Server:
    """An SMTP server that is never in doubt."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.socket.makefile("rb")
        self.answers.readline()
        self.say(b"EHLO floor\r\n")

    def say(self, text):
        self.socket.sendall(text)
        while (line := self.answers.readline())[3:4] == b"-":
            pass
        return line.decode().strip()

    def send(self, to, message, before_last_byte):
        self.say(b"MAIL FROM:<okr@example.com>\r\n")
        self.say(f"RCPT TO:<{to}>\r\n".encode())
        self.say(b"DATA\r\n")
        self.socket.sendall(message.replace(b"\r\n.", b"\r\n.."))
        before_last_byte()
        return self.say(b".\r\n")


def rows_by_owner(cursor, statement, ids):
    cursor.execute(statement, [ids])
    rows = defaultdict(list)
    for owner, pk, title, status, current, target, unit, progress in cursor.fetchall():
        value = f"{current or 0:.1f} / {target or 0:.1f} {unit}"
        rows[owner].append(
            {
                "title": title,
                "status": status,
                "value": value,
                "pct": str(int(progress * 100)),
                "url": f"http://127.0.0.1/key-results/{pk}/check-in/",
            }
        )
    return rows


def mime(to, message_id, text, html):
    parts = (PART.format(kind).encode() + encoded(body) for kind, body in (("plain", text), ("html", html)))
    head = HEAD.format(to=to, message_id=message_id).encode()
    return head + b"".join(b"--=_floor\r\n" + part for part in parts) + b"--=_floor--\r\n"


def encoded(text):
    return encodebytes(text.encode()).replace(b"\n", b"\r\n")


def send_batch(cursor, server, deliveries):
    own = rows_by_owner(cursor, OWN, [person for _id, _message, person, *_rest in deliveries])
    team = rows_by_owner(cursor, TEAM, list({department for *_rest, department in deliveries if department}))
    for pk, message_id, person, to, name, department in deliveries:
        context = {"name": name, "own": own[person][:MOST_OWN], "team": team[department]}
        message = mime(to, message_id, TEXT.render(context), HTML.render(context))
        reply = server.send(to, message, lambda pk=pk: cursor.execute(HANDING_OVER, [str(uuid4()), pk]))
        cursor.execute(SENT, [reply, pk])


def main(port):
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    server, cursor = Server(port), connection.cursor()
    cursor.execute(WAITING)
    deliveries = cursor.fetchall()
    started = time.perf_counter()
    for start in range(0, len(deliveries), BATCH):
        send_batch(cursor, server, deliveries[start : start + BATCH])
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.stdout.write(f"{main(int(sys.argv[1]))}\n")
