"""What is known about a batch of readers, and what many of them read alike."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field

from goals.queries.agreed import Terms, terms_of
from goals.queries.lately import Lately, gather
from kpis.queries.lately import gather_alerts
from notifications.queries.lately import said_to
from people.reading import as_read_by


@dataclass
class Known:
    """By reader: ``alerts`` are the latest of each KPI, ``said`` counts by kind.

    ``written`` is what the present reader's language and zone share, one of ``readings``.
    """

    lately: Lately
    alerts: dict
    terms: Terms
    said: dict
    written: dict = field(default_factory=dict)
    readings: dict = field(default_factory=lambda: defaultdict(dict))

    def once(self, write, *about):
        """``write(*about)``, once for all readers of a language and zone, on whom nothing else in it may depend."""
        if (write, about) not in self.written:
            self.written[write, about] = write(*about)
        return self.written[write, about]

    @contextmanager
    def read_by(self, reader):
        """Within it, what is written is for the reader."""
        self.written = self.readings[reader.language, reader.time_zone]
        with as_read_by(reader):
            yield


def known_to(readers, now):
    """Everything their digests tell, in as many queries as for one of them."""
    return Known(gather(readers, now), gather_alerts(readers, now), terms_of(readers), said_to(readers, now))
