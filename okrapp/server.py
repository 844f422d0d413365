"""gunicorn inside our own process: one parent, a few worker processes, all gone when it goes."""

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 5


def serve(*, bind, workers, threads, announce):
    """Answer requests on ``bind`` until SIGINT or SIGTERM; never returns.

    ``announce`` is called without arguments once the port is open.
    """
    connections.close_all()  # the workers are forks, and a connection belongs to one process
    Server(bind=bind, workers=workers, threads=threads, announce=announce).run()


class Server(BaseApplication):
    def __init__(self, *, announce, **options):
        self.options = options | {
            "worker_class": "gthread",
            "preload_app": True,
            "graceful_timeout": GRACE_SECONDS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "okr-kpi",
            "when_ready": lambda arbiter: announce(),
            "post_fork": lambda arbiter, worker: end_with_parent(),
        }
        if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat must not wait for a disk
            self.options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()


def end_with_parent():
    """Ask Linux to stop this process when its parent dies, even by ``kill -9``."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:
        raise SystemExit
