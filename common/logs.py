"""Log lines: text for a terminal, JSON for a collector; each with its request or task, none with personal data."""

import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

REQUEST_ID = ContextVar("request_id", default="")
TASK_ID = ContextVar("task_id", default="")
FIELDS = ("request_id", "task_id", "method", "path", "status", "ms")
LONGEST_ERROR = 200

ADDRESS = re.compile(r"""[^\s@<>"'(),;:/=]{1,64}@[^\s@<>"'(),;:/]{1,255}""")
# What PostgreSQL adds to an error: the values of the row.
DETAIL = re.compile(r"DETAIL:.*", flags=re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Parts of a path that are words of ours or row numbers; whatever else stands there may be a token or a name.
PLAIN_PART = re.compile(r"|\d{1,19}|v\d|[a-z_-]{1,30}(\.[a-z]{1,5})?")

QUIET = {
    "django.request": {"level": "ERROR"},
    "django.security.csrf": {"level": "ERROR"},
    "django.security.DisallowedHost": {"level": "CRITICAL"},
}
# gunicorn would write in its own form on its own.
OF_GUNICORN = {"gunicorn.error": {"propagate": True}}


def logging_config(level, form, *, gunicorn=False):
    """The ``LOGGING`` of Django, or the ``logconfig_dict`` of gunicorn; ``form`` is "text" or "json".

    Django's own lines about 4xx answers are left out: they show paths, hosts and referrers whole, and the line of the
    request says the same without.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": "common.logs.ContextFilter"}},
        "formatters": {"json": {"()": "common.logs.JsonLines"}, "text": {"()": "common.logs.TextLines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["context"]}},
        "loggers": QUIET | (OF_GUNICORN if gunicorn else {}),
        "root": {"handlers": ["console"], "level": level},
    }


def masked_path(path):
    """The path with "…" for every part that could be a token."""
    return "/".join(part if PLAIN_PART.fullmatch(part) else "…" for part in path.split("/"))


def without_values(text):
    """The text without mail addresses and without the rows that a database quotes."""
    return DETAIL.sub("DETAIL: …", ADDRESS.sub("…@…", text))


def escaped(text):
    """The text on one line, with nothing a terminal would obey."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class ContextFilter(logging.Filter):
    """Adds the request or task a record belongs to; Django's records about a request lose what its path tells."""

    def filter(self, record):
        record.request_id, record.task_id = REQUEST_ID.get(), TASK_ID.get()
        record.context = record.request_id or record.task_id or "-"
        if hasattr(record, "request") and isinstance(record.args, tuple):
            record.args = tuple(masked_path(each) if str(each).startswith("/") else each for each in record.args)
        return True


class WithoutValues:
    """Writes an exception as where it happened, its class and the first line it says."""

    def formatException(self, exc_info):
        return "\n".join(exception_text(error) for error in causes(exc_info[1]))


def causes(error):
    """The exception and those it came from, the first one first."""
    chain = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def exception_text(error):
    places = "".join(traceback.format_tb(error.__traceback__))
    said = escaped(without_values(str(error).partition("\n")[0][:LONGEST_ERROR]))
    return f"{places}{type(error).__module__}.{type(error).__qualname__}: {said}"


class JsonLines(WithoutValues, JsonFormatter):
    """One object a line, of known fields only: other packages put requests and arguments into theirs."""

    def add_fields(self, log_data, record, message_dict):
        log_data["time"] = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        log_data |= {"level": record.levelname, "logger": record.name, "message": without_values(record.message)}
        log_data |= {name: value for name in FIELDS if (value := getattr(record, name, "")) != ""}
        if "exc_info" in message_dict:
            log_data["exception"] = message_dict["exc_info"]


class TextLines(WithoutValues, logging.Formatter):
    def __init__(self):
        super().__init__("%(levelname)s %(name)s [%(context)s] %(message)s")

    def formatMessage(self, record):
        record.message = escaped(without_values(record.message))
        return super().formatMessage(record)
