"""One line an event, with the number of its request and without anything about anybody."""

import json
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from common.logs import ContextFilter, JsonLines, TextLines, masked_path
from common.request_log import RequestLogMiddleware

FORGERY = "first\nsecond\r\n\x1b[31mred\x85\u2028end"


def written(formatter, **fields):
    """One record as the formatter writes it."""
    record = logging.makeLogRecord({"name": "okr", "levelname": "WARNING", "levelno": 30, **fields})
    ContextFilter().filter(record)
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
def test_nothing_that_is_logged_begins_a_new_line_or_commands_the_terminal(formatter):
    line = written(formatter, msg="told %s", args=(FORGERY,))

    assert re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line) is None


def test_json_has_known_fields_only():
    line = json.loads(
        written(JsonLines(), msg="done", request="a person's request", data={"args": "[7]"}, status=200)
    )

    assert line.keys() == {"time", "level", "logger", "message", "status"}


def failure():
    name = "Sakura Tanaka"  # a local variable
    try:
        raise KeyError(f"no such row: {len(name)}\nDETAIL: Failing row contains (7, {name}).")
    except KeyError as error:
        try:
            raise ValueError(f"sakura@midori.example is refused\nDETAIL: {name}") from error
        except ValueError as told:
            return type(told), told, told.__traceback__


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
def test_an_error_says_where_it_happened_and_nobody_s_name(formatter):
    text = written(formatter, msg="failed", exc_info=failure())

    assert "in failure" in text
    assert "builtins.ValueError: …@… is refused" in text.replace("\\u2026", "…")
    assert "Tanaka" not in text.replace('name = "Sakura Tanaka"', "")
    assert "midori" not in text.replace("sakura@midori.example is refused", "")


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/", "/"),
        ("/key-results/12/check-in/", "/key-results/12/check-in/"),
        ("/settings/export/people.csv", "/settings/export/people.csv"),
        ("/api/v1/kpis/", "/api/v1/kpis/"),
        ("/invitations/MQ:1x8fZ:abc/", "/invitations/…/"),
        ("/accounts/password/reset/key/1-d0y3xk-0f/", "/accounts/password/reset/key/…/"),
        ("/search/田中", "/search/…"),
        ("/x\nGET /y", "/…/y"),
    ],
)
def test_paths_are_logged_without_what_may_be_a_token(path, masked):
    assert masked_path(path) == masked


def answered(**headers):
    return RequestLogMiddleware(lambda request: HttpResponse())(RequestFactory().get("/", headers=headers))


def test_a_request_has_a_number_of_its_own():
    numbers = {answered()["X-Request-ID"] for _ in range(2)}

    assert len(numbers) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", number) for number in numbers)


def test_only_a_trusted_proxy_may_give_the_number(settings):
    assert answered(x_request_id="from-outside")["X-Request-ID"] != "from-outside"

    settings.BEHIND_PROXY = True
    assert answered(x_request_id="from-the-proxy-7")["X-Request-ID"] == "from-the-proxy-7"
    assert answered(x_request_id="two\nlines, or more")["X-Request-ID"] != "two\nlines, or more"
