"""What is known about a batch of readers, and what many of them read alike."""

from dataclasses import dataclass, field

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from goals.queries.agreed import Terms, terms_of
from goals.queries.lately import Lately, gather
from kpis.queries.lately import gather_alerts
from notifications.queries.lately import said_to


@dataclass(frozen=True)
class Known:
    """By reader: ``alerts`` are the latest of each KPI, ``said`` counts by kind."""

    lately: Lately
    alerts: dict
    terms: Terms
    said: dict
    written: dict = field(default_factory=dict)

    def once(self, write, *about):
        """``write(*about)``, once for all readers of a language and zone, on whom nothing else in it may depend."""
        key = (get_language(), get_current_timezone(), write, *about)
        if key not in self.written:
            self.written[key] = write(*about)
        return self.written[key]


def known_to(readers, now):
    """Everything their digests tell, in as many queries as for one of them."""
    return Known(gather(readers, now), gather_alerts(readers, now), terms_of(readers), said_to(readers, now))
