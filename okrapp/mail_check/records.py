"""What the DNS says about the domain that mail comes from; the receivers of our mail ask the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """``is_good`` is None where nobody could be asked."""

    what: str
    is_good: bool | None
    text: str


def findings(domain, selector="", resolver=None):
    """Yield a Finding for MX, SPF, DMARC and, with a selector, DKIM; at most SECONDS each."""
    resolver = resolver or system_resolver()
    yield finding(
        "MX", mail_servers(resolver, domain), _("No server takes mail for %(name)s, so nobody can answer."), domain
    )
    yield finding(
        "SPF",
        texts(resolver, domain, "v=spf1"),
        _("Add a TXT record to %(name)s that names your mail server, such as: v=spf1 include:… -all"),
        domain,
    )
    yield finding(
        "DMARC",
        dmarc(resolver, domain),
        _("Add a TXT record to %(name)s, such as: v=DMARC1; p=quarantine; rua=mailto:…"),
        f"_dmarc.{domain}",
    )
    if selector:
        name = f"{selector}._domainkey.{domain}"
        yield finding("DKIM", keys(resolver, name), _("There is no public key at %(name)s."), name)


def finding(what, records, advice, name):
    """Exactly one record is right; for MX any number is."""
    if records is None:
        return Finding(what, None, _("could not be looked up"))
    if not records:
        return Finding(what, False, advice % {"name": name})
    if len(records) > 1 and what != "MX":
        return Finding(
            what, False, _("There are several records at %(name)s; receivers then heed none.") % {"name": name}
        )
    return Finding(what, True, ", ".join(records))


def system_resolver():
    """The machine's own resolver, or None on a machine without any."""
    try:
        return Resolver()
    except DNSException:
        return None


def mail_servers(resolver, domain):
    records = answers(resolver, domain, "MX")
    return records and [record.exchange.to_text(omit_final_dot=True) for record in records]


def keys(resolver, name):
    """DKIM keys; one that is empty has been withdrawn."""
    found = texts(resolver, name, "")
    return found and [text for text in found if "p=" in text and not text.rstrip("; ").endswith("p=")]


def dmarc(resolver, domain):
    """The policy of the domain or, as receivers look it up, of the nearest domain above it."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        found = texts(resolver, "_dmarc." + ".".join(labels[start:]), "v=DMARC1")
        if found or found is None:
            return found
    return []


def texts(resolver, name, beginning):
    """The TXT records that begin so, None where they could not be looked up."""
    records = answers(resolver, name, "TXT")
    found = records and [b"".join(record.strings).decode(errors="replace") for record in records]
    return found and [text for text in found if text.startswith(beginning)]


def answers(resolver, name, kind):
    if resolver is None:
        return None
    try:
        return list(resolver.resolve(name, kind, lifetime=SECONDS))
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException:
        return None
