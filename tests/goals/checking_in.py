"""What the tests of the check-in pages share: a frozen Wednesday, and what a browser sends."""

import re
import uuid
from datetime import UTC, datetime
from decimal import Decimal

from django.urls import reverse

from goals.domain.check_ins import Entry, post_check_in
from goals.models.fields import Status

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo


def url(key_result, name="check-in"):
    return reverse(name, args=[key_result.pk])


def typed(key_result, **fields):
    """What a browser sends for a form opened now."""
    return {
        "value": "25",
        "status": "on_track",
        "note": "Two more.",
        "request_key": str(uuid.uuid4()),
        "seen": str(key_result.last_seq),
    } | fields


def htmx(key_result, page="/"):
    return {
        "HX-Request": "true",
        "HX-Target": f"check-in-{key_result.pk}",
        "HX-Current-URL": f"http://testserver{page}",
    }


def send(client, user, key_result, *, headers=None, **fields):
    client.force_login(user)
    return client.post(url(key_result), typed(key_result, **fields), headers=headers)


def record(key_result, value, *, author=None, **more):
    entry = Entry(status=Status.ON_TRACK, value=Decimal(value), **more)
    check_in = post_check_in(key_result, entry, author=author or key_result.owner)
    key_result.refresh_from_db()
    return check_in


def without_tokens(response):
    return re.sub(rb"[A-Za-z0-9]{64}|[0-9a-f-]{36}", b"", response.content)
