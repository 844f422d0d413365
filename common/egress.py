"""Sending something to an address that somebody typed, without reaching anything inside (docs/adr/0034)."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Network, IPv6Network, ip_address
from threading import Timer
from urllib.parse import urlsplit

from dns.exception import DNSException
from dns.resolver import Resolver
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

SECONDS = 5
LONGEST_URL = 2000
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# A name with a dot whose last label begins with a letter: no address in whatever notation, no name of this machine.
URL = re.compile(
    rf"https://(?P<host>({LABEL}\.)+(?=[a-z]){LABEL})(:443)?(?P<path>[/?][\w.~:/?\[\]@!$&'()*+,;=%|-]*)?",
    re.ASCII | re.IGNORECASE,
)
LONGEST_HOST = 253
GLOBAL_UNICAST = IPv6Network("2000::/3")
# Counted as global by one version of Python or another, and yet ways to somewhere else: protocol assignments with
# Teredo, documentation, 6to4; in IPv4 protocol assignments, 6to4 relays, and where Azure answers its own machines.
LEADING_ELSEWHERE = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
)


class NotAllowed(Exception):
    """The address is of a kind, or leads to a place, that nothing is sent to. No connection was made."""


class Untrusted(Exception):
    """Whoever answers cannot prove the name. Nothing was sent."""


class Unreachable(Exception):
    """There was no answer in time."""


@dataclass(frozen=True)
class Place:
    """An https address in parts; ``path`` with what follows it."""

    host: str
    path: str


@dataclass(frozen=True)
class Answer:
    """What is kept of an answer: never its text. ``retry_after`` as the header says it, or ""."""

    status: int
    retry_after: str = ""


def place_of(url):
    """The Place of an https address on port 443 without credentials. Raises NotAllowed. Asks nobody."""
    found = URL.fullmatch(url) if len(url) <= LONGEST_URL else None
    if not found or len(found["host"]) > LONGEST_HOST:
        raise NotAllowed
    path = found["path"] or "/"
    return Place(found["host"].lower(), path if path.startswith("/") else f"/{path}")


def is_public(text):
    """Whether an IP address belongs to one machine on the internet, and leads nowhere else."""
    ip = ip_address(text)
    if not ip.is_global or ip.is_multicast or any(ip in network for network in LEADING_ELSEWHERE):
        return False
    return ip.version == 4 or ip in GLOBAL_UNICAST


def look_up(host, seconds):
    """The addresses the DNS has for a full name, IPv4 first; no file of this machine is asked. Raises Unreachable."""
    try:
        found = Resolver().resolve_name(host, lifetime=seconds, search=False)
    except DNSException as error:
        raise Unreachable from error
    return sorted(found.addresses(), key=lambda text: ip_address(text).version)


@dataclass(frozen=True)
class Egress:
    """How this deployment reaches the outside. ``hosts``: those alone, one with a leading dot for all below it.

    Through a ``proxy`` (http://host:port) names are the proxy's to look up and to judge.
    """

    hosts: tuple = ()
    proxy: str = ""
    look_up: Callable = look_up
    accepts: Callable = is_public
    port: int = 443
    tls: Callable = ssl.create_default_context

    def allowed(self, url):
        """The Place of an address that may be sent to, as far as it says by itself. Raises NotAllowed."""
        place = place_of(url)
        if self.hosts and not any(is_among(place.host, each) for each in self.hosts):
            raise NotAllowed
        return place

    def post(self, url, body, headers):
        """POST bytes within SECONDS; return the Answer, also one that leads elsewhere: it is never followed.

        Raises NotAllowed, Untrusted, Unreachable.
        """
        deadline = time.monotonic() + SECONDS
        place = self.allowed(url)
        headers = {"Host": place.host, "User-Agent": "okr-kpi", "Connection": "close", **headers}
        try:
            with closing(self.connected(place, deadline)) as connection, ended_at(deadline, connection):
                connection.request("POST", place.path, body=body, headers=headers, preload_content=False)
                answer = connection.getresponse()
        except ssl.SSLCertVerificationError as error:
            raise Untrusted from error
        except (HTTPError, HTTPException, OSError) as error:
            raise Unreachable from error
        return Answer(answer.status, answer.headers.get("Retry-After", ""))

    def connected(self, place, deadline):
        """A connection to one of the addresses that were judged, encrypted for the name."""
        if self.proxy:
            return self.through_proxy(place, deadline)
        addresses = self.look_up(place.host, left(deadline))
        if not addresses or not all(self.accepts(address) for address in addresses):
            raise NotAllowed
        for address in addresses:
            connection = self.connection(address, self.port, place, deadline)
            with suppress(NewConnectionError):
                return connect(connection, deadline)
        raise Unreachable

    def through_proxy(self, place, deadline):
        proxy = urlsplit(self.proxy)
        connection = self.connection(proxy.hostname, proxy.port, place, deadline)
        connection.set_tunnel(place.host, self.port)
        return connect(connection, deadline)

    def connection(self, address, port, place, deadline):
        return HTTPSConnection(
            address, port, timeout=left(deadline), server_hostname=place.host, ssl_context=self.tls()
        )


def is_among(host, named):
    return f".{host}".endswith(named) if named.startswith(".") else host == named


def left(deadline):
    """Seconds until then. Raises Unreachable where none are left."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise Unreachable
    return seconds


def connect(connection, deadline):
    try:
        with ended_at(deadline, connection):
            connection.connect()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def ended_at(deadline, connection):
    """Within it the connection ends at the deadline, however slowly the other side goes on talking."""
    timer = Timer(left(deadline), end, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end(connection):
    if connection.sock is not None:
        with suppress(OSError):  # of the plain socket: what reads the encrypted one then finds its end, and no more
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
