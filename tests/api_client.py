"""Asking the API as somebody."""

import json
from itertools import count

from django.test import Client

from people.domain.tokens import create_token

NUMBERS = count()


def token_of(person, scope="write"):
    return create_token(person, actor=person, name="Tests", scope=scope)[1]


def ask(token, method, address, body=None, **headers):
    """The answer to one request; a POST bears a key of its own unless given one. ``token``: text, None for none."""
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    if method == "POST":
        headers.setdefault("idempotency-key", f"test-{next(NUMBERS)}")
    content = body if isinstance(body, str) else json.dumps(body)
    return Client(raise_request_exception=False).generic(
        method, address, "" if body is None else content, content_type="application/json", headers=headers
    )
