"""The product's own web server, as `manage.py serve` runs it.

``counted`` adds the number of SQL statements to each answer, as the header X-SQL.
"""

import threading

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


def run(port, counted):
    prepare()
    if counted:
        connection_created.connect(watch)
    server = CountingServer if counted else Server
    server(bind=f"127.0.0.1:{port}", workers=WORKERS, threads=THREADS).run()
