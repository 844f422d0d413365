"""Telling many companies something, none of which waits for another."""

import logging

logger = logging.getLogger(__name__)


def could_tell_all(tell, companies):
    """Call ``tell`` with each (company id, what there is to tell); say whether it failed for none of them."""
    return all([could_tell(tell, pk, news) for pk, news in companies])


def could_tell(tell, pk, news):
    try:
        tell(pk, news)
    except Exception:  # the next ones wait for nobody
        logger.exception("company %s could not be told: %s.%s", pk, tell.__module__, tell.__name__)
        return False
    return True
