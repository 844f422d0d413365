"""What `gunicorn okrapp.wsgi` runs with; WEB_CONCURRENCY and GUNICORN_CMD_ARGS change it without editing."""

import os
from pathlib import Path

from common.logs import logging_config

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))  # one per core and one more
threads = 8
preload_app = True
timeout = 60
graceful_timeout = 30
control_socket_disable = True
# The heartbeat of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Every request is logged by the program itself, without query strings and tokens.
accesslog = None
logconfig_dict = logging_config(
    os.environ.get("LOG_LEVEL", "WARNING"), os.environ.get("LOG_FORMAT", "text"), gunicorn=True
)
