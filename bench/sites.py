"""One seeded database with everything that answers for it: the product, and the floor beside it."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench.clients import Client
from bench.programs import floor_server, floor_session, inside, product_server
from bench.scales import Scale


@dataclass(frozen=True)
class Site:
    """``places`` is what bench.inside.places found."""

    scale: Scale
    database: str
    places: dict
    port: int
    floor_port: int
    floor_session: str

    def client(self, session=None):
        """One of the product's, signed in as the viewer unless another session is given."""
        return Client(self.port, session or self.places["session"])

    def floor_client(self):
        return Client(self.floor_port, self.floor_session)

    @property
    def floor_path(self):
        return f"/floor/{self.places['department']}/{self.places['cycle']}/"

    def floor_of(self, page):
        """The page of the floor that the page is held against."""
        if page in {"scorecard", "bowler"}:
            return f"/floor/{page}/{self.places['company']}/"
        return self.floor_path if page in {"department", "company"} else "/auth/"


@contextmanager
def open_site(scale, database):
    places = inside(database, "places")
    with ExitStack() as servers:
        port, _process = servers.enter_context(product_server(database))
        floor_port, _process = servers.enter_context(floor_server(database))
        yield Site(scale, database, places, port, floor_port, floor_session(database, places["viewer"]))


@contextmanager
def open_sites(pairs):
    """Sites for (scale, database) pairs, all at once, so that their rounds can be interleaved."""
    with ExitStack() as opened:
        yield [opened.enter_context(open_site(scale, database)) for scale, database in pairs]
