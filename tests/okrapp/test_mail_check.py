"""`manage.py mail_check` against a mail server and a name server of the test's own."""

import io
import socketserver
import threading

import dns.message
import dns.rcode
import dns.rrset
import pytest
from django.core.management import CommandError, call_command
from dns.resolver import Resolver

from okrapp.mail_check.records import findings
from tests.sink import Sink

RECORDS = {
    ("okr.example.com.", "MX"): ["10 mx.example.com."],
    ("okr.example.com.", "TXT"): ['"v=spf1 " "include:_spf.example.net -all"', '"something else"'],
    ("_dmarc.example.com.", "TXT"): ['"v=DMARC1; p=quarantine"'],
    ("two.example.com.", "TXT"): ['"v=spf1 -all"', '"v=spf1 +all"'],
    ("old._domainkey.okr.example.com.", "TXT"): ['"v=DKIM1; p="'],
    ("new._domainkey.okr.example.com.", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf"'],
}


class NameServer(socketserver.BaseRequestHandler):
    def handle(self):
        content, socket = self.request
        answer = dns.message.make_response(dns.message.from_wire(content))
        question = answer.question[0]
        records = RECORDS.get((question.name.to_text(), dns.rdatatype.to_text(question.rdtype)))
        if records:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", question.rdtype, *records))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def resolver():
    with socketserver.UDPServer(("127.0.0.1", 0), NameServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        yield resolver
        server.shutdown()


def verdicts(domain, selector, resolver):
    return {each.what: each.is_good for each in findings(domain, selector, resolver)}


def test_records_are_judged_as_receivers_do(resolver):
    good = {"MX": True, "SPF": True, "DMARC": True}

    assert verdicts("okr.example.com", "new", resolver) == good | {"DKIM": True}
    assert verdicts("okr.example.com", "old", resolver) == good | {"DKIM": False}
    assert verdicts("two.example.com", "", resolver) == {"MX": False, "SPF": False, "DMARC": True}


def test_where_nobody_can_be_asked_nothing_is_claimed(resolver):
    resolver.nameservers = []

    assert set(verdicts("okr.example.com", "new", resolver).values()) == {None}


@pytest.fixture
def server(settings):
    with Sink() as sink:
        settings.MAIL_BACKEND = "notifications.smtp.SmtpBackend"
        settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.smtp_port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL_DOMAIN = "localhost"
        yield sink


def told(address):
    out = io.StringIO()
    call_command("mail_check", address, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "sentence"), [("en_GB", "was taken: 250"), ("ja_JP", "が受け付けられました：250")]
)
def test_a_test_mail_leaves_in_the_way_of_all_mail(server, monkeypatch, language, sentence):
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")

    text = told("operator@example.com")

    assert sentence in text
    assert "  Auto-Submitted: auto-generated" in text
    assert [each.recipient for each in server.accepted] == ["operator@example.com"]


def test_what_fails_is_said_and_ends_the_command(server, settings, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(CommandError, match=r"was not taken: 550 5\.1\.1"):
        told("550@example.com")
    with pytest.raises(CommandError, match="valid email address"):
        told("nobody")

    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_PASSWORD = True, "never-shown"
    with pytest.raises(CommandError, match="cannot be used: STARTTLS"):
        told("operator@example.com")

    settings.HAS_MAIL = False
    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        told("operator@example.com")
    assert server.accepted == []
