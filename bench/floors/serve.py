"""The floor on the server that the product uses: `python -m bench.floors.serve PORT`."""

import sys

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

OPTIONS = {
    "worker_class": "gthread",
    "workers": 2,
    "threads": 8,
    "preload_app": True,
    "control_socket_disable": True,
    "loglevel": "warning",
}


class FloorServer(BaseApplication):
    def __init__(self, port):
        self.port = port
        super().__init__()

    def load_config(self):
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()


if __name__ == "__main__":
    FloorServer(sys.argv[1]).run()
