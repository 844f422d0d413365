"""Goal 6: what the first visit of a department page costs on the wire, counted by a client that is new here."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.clients import Client
from bench.programs import inside, product_server

LINKS = {"link": "href", "script": "src", "img": "src", "use": "href", "source": "src"}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def measure(report, seeded, rounds):
    for scale, database in seeded:
        places = inside(database, "places")
        with product_server(database) as (port, _process):
            weigh(report, scale, Client(port, places["session"]), places["pages"]["department"])


def weigh(report, scale, client, path):
    """Headers count too. Every address is asked for once, compressed as a browser would have it."""
    page = client.get(path, **{"Accept-Encoding": "gzip, deflate, br, zstd"})
    here = f"http://127.0.0.1:{client.port}{path}"
    addresses = sorted({urljoin(here, address) for address in needed_by(page.text.decode())})
    ours, others = split_by_host(addresses, urlsplit(here).netloc)
    files = [client.get(urlsplit(address).path, **{"Accept-Encoding": "gzip, deflate, br"}) for address in ours]
    report.add("bytes html", scale.text, page.wire, "bytes", uncompressed=len(page.text))
    report.add("bytes all", scale.text, page.wire + sum(file.wire for file in files), "bytes")
    report.add("requests", scale.text, 1 + len(addresses), "requests")
    report.add("third-party hosts", scale.text, len({urlsplit(address).netloc for address in others}), "hosts")


def split_by_host(addresses, host):
    ours = [address for address in addresses if urlsplit(address).netloc == host]
    return ours, [address for address in addresses if address not in ours]


def needed_by(html):
    """The addresses that a browser fetches by itself to show the page."""
    reader = Needed()
    reader.feed(html)
    return reader.addresses


class Needed(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        address = found.get(LINKS.get(tag), "")
        is_fetched = tag != "link" or set(found.get("rel", "").split()) & FETCHED_LINKS
        if address and is_fetched and not address.startswith(("data:", "#")):
            self.addresses.append(address)
