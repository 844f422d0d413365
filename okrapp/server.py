"""The web server, and beside it what works in the background: one parent, and all are gone when it goes."""

import os
import select
import sys
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from okrapp.background import broker, worker
from okrapp.processes import Child, Family, end_with_parent

GRACE_SECONDS = 5


def serve(*, bind, workers, threads, announce):
    """Answer requests on ``bind`` and work in the background until SIGINT or SIGTERM.

    ``announce`` is called without arguments once the port is open. What works in the background starts after that:
    it is not what anybody waits for, and whoever holds the port is the only one to use the broker's folder.
    """
    connections.close_all()  # the children are forks, and a connection belongs to one process
    opened, tell = os.pipe()

    def web():
        Server(bind=bind, workers=workers, threads=threads, when_ready=lambda _: os.write(tell, b".")).run()

    server = Child(web)
    family = Family([server, Child(worker)], [Child(broker)] if settings.BROKER_FOLDER else [])
    server.start()
    try:
        wait_until_open(opened, server)
        announce()
        family.run()
    finally:
        family.kill()


def wait_until_open(opened, server):
    while not select.select([opened], [], [], 0.1)[0]:
        if not server.is_alive():
            sys.exit(server.process.exitcode)


class Server(BaseApplication):
    """gunicorn inside our own process."""

    def __init__(self, **options):
        self.options = options | {
            "worker_class": "gthread",
            "preload_app": True,
            "graceful_timeout": GRACE_SECONDS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "okr-kpi",
            "post_fork": lambda arbiter, worker: end_with_parent(worker.ppid),
        }
        if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat must not wait for a disk
            self.options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()
