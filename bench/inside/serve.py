"""The product's own server, as deployments run it: `python -m bench.inside.serve PORT [counted]`.

``counted`` adds the number of SQL statements to each answer, as the header X-SQL.
"""

import sys
import threading

import django
from django.db.backends.signals import connection_created

from okrapp.preparation import prepare
from okrapp.server import Server

WORKERS, THREADS = 2, 8


class Counter(threading.local):
    count = 0


asked = Counter()


def count(execute, sql, params, many, context):
    asked.count += 1
    return execute(sql, params, many, context)


def watch(connection, **kwargs):
    connection.execute_wrappers.append(count)


class CountingServer(Server):
    def load(self):
        application = super().load()

        def counted(environ, start_response):
            asked.count = 0

            def start(status, headers, exc_info=None):
                return start_response(status, [*headers, ("X-SQL", str(asked.count))], exc_info)

            return application(environ, start)

        return counted


def main(port, *options):
    django.setup()
    prepare()
    if options:
        connection_created.connect(watch)
    server = CountingServer if options else Server
    server(bind=f"127.0.0.1:{port}", workers=WORKERS, threads=THREADS).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
