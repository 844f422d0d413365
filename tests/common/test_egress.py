"""Nothing that somebody types as an address reaches anything inside (docs/adr/0034)."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from common import egress
from common.egress import Answer, Egress, NotAllowed, Unreachable, Untrusted, is_public, place_of
from tests.chat_server import HOST, URL, running_chat, server_context, trusting

HOSTILE = """
http://hooks.example.com/                   ftp://hooks.example.com/            file:///etc/passwd
gopher://hooks.example.com/                 //hooks.example.com/                hooks.example.com/x
https://127.0.0.1/                          https://127.1/                      https://2130706433/
https://0177.0.0.1/                         https://0x7f.0.0.1/                 https://0x7f000001/
https://0x7f.0x0.0x0.0x1/                   https://0/                          https://169.254.169.254/latest/
https://[::1]/                              https://[::ffff:127.0.0.1]/         https://[::ffff:7f00:1]/
https://[64:ff9b::7f00:1]/                  https://[fe80::1%25eth0]/           https://10.0.0.1/
https://localhost/                          https://localhost./                 https://metadata/
https://hooks.example.com./                 https://user@hooks.example.com/     https://user:pw@hooks.example.com/
https://hooks.example.com@127.0.0.1/        https://hooks.example.com:8443/     https://hooks.example.com:22/
https://hooks.example.com:443@127.0.0.1/    https://hooks.example.com\\@127.0.0.1/
https://127.0.0.1#@hooks.example.com/       https://hooks.example.com/#x        https://hooks.example.com\\.evil/
https://１２７.０.０.１/                      https://127。0。0。1/                https://ⓛocalhost.example/
https://hooks。example。com/                 https://ｈooks.example.com/           https://ex_ample.com/
https://-a.example.com/                     https://a..example.com/             https://.example.com/
https:/hooks.example.com/                   https:///hooks.example.com/         https://%31%32%37.0.0.1/
https://hooks.example.com%00.evil.com/      https://1.2.3.4.5/                  https://a.0x7f/
"""
HOSTILE_URLS = [
    *HOSTILE.split(),
    "https://hooks.example.com/a b",
    "https://hooks.example.com/\r\nHost: x",
    "https://hooks.example.com/\n",
]
NOT_PUBLIC = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 169.254.170.2 100.64.0.1
100.100.100.200 192.0.0.1 192.0.0.10 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::7f00:1 2002:7f00:1:: 2002:808:808:: 2001::1 2001:0:4136:e378:8000::1
2001:db8::1 2001:10::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 100::1 3fff::1 4000::1
"""
INSIDE = NOT_PUBLIC.split()
OUTSIDE = ["8.8.8.8", "52.1.2.3", "2606:4700::6810:84e5", "2a00:1450:4009::200e", "2001:4860:4860::8888"]
NAMES = ["localhost.localdomain.test", "metadata.google.internal", "127.0.0.1.nip.test", "rebind.example.com"]


@contextmanager
def trap():
    """Listen on loopback; yield (port, those who came)."""
    came = []
    with listening(came.append) as port:
        yield port, came


class Rebinding:
    """A DNS that gives a public address at first and one of this machine ever after."""

    def __init__(self):
        self.asked = 0

    def __call__(self, host, seconds):
        self.asked += 1
        return ["127.0.0.1"] if self.asked > 1 else ["8.8.8.8"]


def post(way, url=URL):
    return way.post(url, b"{}", {})


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_what_is_no_plain_https_address_of_a_name_is_refused(url):
    with pytest.raises(NotAllowed):
        place_of(url)


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", "hooks.slack.com", "/services/T0/B0/x"),
        ("HTTPS://Chat.Example.COM", "chat.example.com", "/"),
        ("https://a.logic.azure.com:443/w/x?sp=%2Fr&sig=a-b_c", "a.logic.azure.com", "/w/x?sp=%2Fr&sig=a-b_c"),
        ("https://xn--eckwd4c7c.example.com?x=1", "xn--eckwd4c7c.example.com", "/?x=1"),
    ],
)
def test_what_chats_give_is_taken_as_it_is(url, host, path):
    assert (place_of(url).host, place_of(url).path) == (host, path)


def test_an_address_has_an_end():
    for url in ("https://example.com/" + "a" * 2000, "https://" + "a.b" * 90 + ".example.com/"):
        with pytest.raises(NotAllowed):
            place_of(url)


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


def test_nothing_hostile_reaches_a_listener_inside():
    """Whatever is typed, and wherever a name leads: no connection is made."""
    with trap() as (port, came):
        for url in HOSTILE_URLS:
            with pytest.raises(NotAllowed):
                post(Egress(look_up=lambda host, seconds: ["127.0.0.1"], port=port), url)
        for address in INSIDE:
            for found in ([address], ["8.8.8.8", address], [address, "2606:4700::1"]):
                with pytest.raises(NotAllowed):
                    post(Egress(look_up=lambda host, seconds, found=found: found, port=port))
        for name in NAMES:
            with pytest.raises(NotAllowed):
                post(Egress(look_up=lambda host, seconds: ["127.0.0.1"], port=port), f"https://{name}/")
        with pytest.raises(NotAllowed):
            post(Egress(look_up=lambda host, seconds: [], port=port))
        time.sleep(0.05)

    assert came == []


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(monkeypatch):
    """A second answer, and what the machine itself would look up, is never asked for."""
    monkeypatch.setattr(egress, "SECONDS", 0.3)
    names, look_up = [], Rebinding()
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more: names.append(host) or real("192.0.2.1", *more))

    with trap() as (port, came), pytest.raises(Unreachable):
        post(Egress(look_up=look_up, port=port))

    assert (look_up.asked, names, came) == (1, ["8.8.8.8"], [])


def test_a_redirect_is_an_answer_and_leads_nowhere():
    with trap() as (port, came), running_chat() as chat:
        for place in ("http://169.254.169.254/latest/", f"http://127.0.0.1:{port}/", f"https://{HOST}/elsewhere"):
            chat.answers = [(307, {"Location": place})]
            assert post(chat.way) == Answer(307)
        time.sleep(0.05)

    assert (len(chat.received), came) == (3, [])


def test_the_name_is_proven_and_said_whatever_the_address():
    with running_chat() as chat:
        chat.answers = [(429, {"Retry-After": "7"})]
        assert post(chat.way) == Answer(429, "7")

        with pytest.raises(NotAllowed):
            post(chat.guarded_way)
        with pytest.raises(Untrusted):
            post(chat.way, "https://other.example.com/")
        with pytest.raises(Untrusted):
            post(Egress(look_up=chat.way.look_up, accepts=chat.way.accepts, port=chat.port))

    assert chat.received == [{}]


def test_the_next_address_is_tried_where_one_does_not_listen():
    with running_chat() as chat:
        way = Egress(
            look_up=lambda host, seconds: ["127.0.0.2", "127.0.0.1"],
            accepts=lambda address: True,
            port=chat.port,
            tls=trusting,
        )
        assert post(way) == Answer(200)


@pytest.mark.parametrize(
    ("is_encrypted", "says"),
    [(False, b"\x16\x03\x03\x3f\xff"), (True, b"HTTP/1.1 100 Continue\r\n\r\n"), (True, b"HTTP/1.1 200 OK\r\nX-A: ")],
)
def test_who_talks_slowly_is_cut_off(is_encrypted, says, monkeypatch):
    """Each byte comes in time, the whole of it never: a status that was heard before the end may count."""
    monkeypatch.setattr(egress, "SECONDS", 0.4)
    with dripping(says, is_encrypted) as port:
        began = time.monotonic()
        with suppress(Unreachable):
            post(Egress(look_up=lambda host, seconds: ["127.0.0.1"], accepts=bool, port=port, tls=trusting))

    assert 0.3 < time.monotonic() - began < 2


@contextmanager
def dripping(says, is_encrypted):
    """A server that says something and goes on byte by byte."""

    def talk(connection):
        with suppress(OSError), connection:
            end = context.wrap_socket(connection, server_side=True) if is_encrypted else connection
            end.sendall(says)
            while True:
                end.sendall(b"1")
                time.sleep(0.05)

    context = server_context(HOST)
    with listening(talk) as port:
        yield port


@contextmanager
def listening(talk):
    """Let ``talk`` have each connection, in a thread; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def welcome():
            with suppress(OSError):
                while True:
                    threading.Thread(target=talk, args=[server.accept()[0]], daemon=True).start()

        threading.Thread(target=welcome, daemon=True).start()
        yield server.getsockname()[1]


def test_a_proxy_of_the_operator_is_asked_for_the_name():
    asked = []

    def tunnel(connection):
        asked.append(connection.recv(4096).split(b" HTTP")[0])
        with socket.create_connection(("127.0.0.1", chat.port)) as beyond:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            threading.Thread(target=relay, args=[beyond, connection], daemon=True).start()
            relay(connection, beyond)

    with running_chat() as chat, listening(tunnel) as port:
        way = Egress(proxy=f"http://127.0.0.1:{port}", tls=trusting)
        assert post(way) == Answer(200)
        with pytest.raises(NotAllowed):
            post(way, "https://127.0.0.1/")

    assert asked == [f"CONNECT {HOST}:443".encode()]


def relay(source, target):
    with suppress(OSError):
        while some := source.recv(4096):
            target.sendall(some)


def test_proxies_of_the_environment_are_not_taken(monkeypatch):
    with trap() as (port, came), running_chat() as chat:
        for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(variable, f"http://127.0.0.1:{port}")

        assert post(chat.way) == Answer(200)

    assert came == []


@pytest.mark.parametrize(
    ("hosts", "is_allowed"),
    [
        ((), True),
        ((HOST,), True),
        ((".example.com",), True),
        (("example.com",), False),
        ((".ample.com",), False),
        (("other.com", HOST), True),
    ],
)
def test_an_operator_may_name_the_hosts(hosts, is_allowed):
    way = Egress(hosts=hosts)
    if is_allowed:
        assert way.allowed(URL).host == HOST
    else:
        with pytest.raises(NotAllowed):
            way.allowed(URL)
