"""Doing things at the same moment, each on a database connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*calls, threads=24):
    """Run the calls on that many threads, all let go together; return what each gave or raised, in order."""
    threads = min(threads, len(calls))
    gate = threading.Barrier(threads)

    def work(first):
        try:
            gate.wait(timeout=30)
            return [outcome(call) for call in calls[first::threads]]
        finally:
            connection.close()

    outcomes = [None] * len(calls)
    with ThreadPoolExecutor(threads) as pool:
        for first, found in enumerate(pool.map(work, range(threads))):
            outcomes[first::threads] = found
    return outcomes


def outcome(call):
    try:
        return call()
    except Exception as error:
        return error


def errors(outcomes, *expected):
    return [found for found in outcomes if isinstance(found, Exception) and not isinstance(found, expected)]
