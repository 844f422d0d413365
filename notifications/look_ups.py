"""Ways to ask the mail server whether it took a mail. One is named in MAIL_LOOK_UP.

Each is called with a Message-ID and answers True, False, or None when it cannot tell.
"""

import logging
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5


def nobody(message_id):
    """There is nobody to ask."""
    return None


def by_http(message_id):
    """GET ``MAIL_LOOK_UP_URL`` followed by the Message-ID: 200 means taken, 404 not taken."""
    try:
        with urlopen(settings.MAIL_LOOK_UP_URL + quote(message_id), timeout=TIMEOUT_SECONDS):  # noqa: S310 - operator's
            return True
    except HTTPError as error:
        return False if error.code == HTTPStatus.NOT_FOUND else None
    except (OSError, HTTPException) as error:
        logger.warning("the mail server's record cannot be asked: %r", error)
        return None
