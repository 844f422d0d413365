"""An HTTP client that costs next to nothing, so that two cores are left to the servers."""

import gzip
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlencode

TIMEOUT_SECONDS = 60
CSRF = "b" * 32


class Hung(Exception):
    """The server ended the connection before it answered."""


@dataclass(frozen=True)
class Answer:
    """``wire`` counts every byte of it, ``seconds`` the time from the request to the last of them."""

    status: int
    headers: dict
    body: bytes
    wire: int
    seconds: float

    @property
    def text(self):
        """The body as it was before it was compressed."""
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


class Client:
    """One connection that is kept open, with the session of one person. Compressed answers, as browsers ask for."""

    def __init__(self, port, session=""):
        self.port, self.connection = port, None
        self.headers = {
            "Host": f"127.0.0.1:{port}",
            "Accept-Encoding": "gzip",
            "Accept-Language": "ja",
        }
        self.sign_in(session)

    def sign_in(self, session):
        """Go on as another person, over the same connection."""
        self.headers["Cookie"] = f"csrftoken={CSRF}; sessionid={session}"

    def get(self, path, **headers):
        return self.ask("GET", path, b"", headers)

    def post(self, path, fields, **headers):
        body = urlencode(fields).encode()
        form = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "X-CSRFToken": CSRF,
        }
        return self.ask("POST", path, body, form | headers)

    def ask(self, method, path, body, headers):
        """Send a request and read its answer; once more where an idle connection had been closed. Raises Hung."""
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in (self.headers | headers).items()),
        ]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        was_open = self.connection is not None
        started = time.perf_counter()
        try:
            return self.exchange(request, started)
        except (OSError, Hung):
            self.close()
            if not was_open:
                raise
            return self.exchange(request, time.perf_counter())

    def exchange(self, request, started):
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(request)
        return self.read(started)

    def read(self, started):
        head, _end, body = self.until_end_of_head().partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        body = self.rest_of(body, int(headers.get("content-length", 0)))
        seconds = time.perf_counter() - started
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(first.split()[1]), headers, body, len(head) + 4 + len(body), seconds)

    def until_end_of_head(self):
        read = b""
        while b"\r\n\r\n" not in read:
            read += self.receive()
        return read

    def rest_of(self, body, length):
        parts = [body]
        missing = length - len(body)
        while missing > 0:
            parts.append(self.receive())
            missing -= len(parts[-1])
        return b"".join(parts)

    def receive(self):
        if not (some := self.connection.recv(1 << 18)):
            raise Hung
        return some

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None
