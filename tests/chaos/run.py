"""One scenario, from the first mail owed to the last one settled."""

import os
import random
import signal
import sys
import time

from django.conf import settings

from tests.chaos import people, processes, verdict
from tests.living import free_port, is_listening, wait_until

STUCK_SECONDS = 180
GROUP_SHARE = 1 / 3


class Run:
    """One scenario from the first mail to the last."""

    def __init__(self, scenario, folder, asked, broker):
        self.scenario, self.folder, self.asked, self.broker = scenario, folder, asked, broker
        self.random = random.Random(asked.seed)
        self.kills = self.killed = 0
        self.slowest_stop = 0
        self.programs = []
        self.company = people.assemble(scenario)

    def figures(self):
        began = time.monotonic()
        try:
            http_port = self.start()
            self.storm()
            unsettled = self.settle()
            found = verdict.figures(self.company, http_port)
        finally:
            for program in self.programs:
                program.end()
        done = {"kills": self.kills, "killed": self.killed, "slowest_stop": round(self.slowest_stop, 1)}
        found |= done | {"unsettled": unsettled, "seconds": round(time.monotonic() - began)}
        broken = verdict.broken_promises(self.scenario, found)
        return {"scenario": self.scenario.name, "seed": self.asked.seed, **found, "broken": broken}

    def start(self):
        smtp_port, http_port = free_port(), free_port()
        self.run(processes.sink(self.folder, self.scenario.delay_ms, smtp_port, http_port))
        wait_until(lambda: is_listening(smtp_port), seconds=20)
        environment = {"EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}"}
        if self.scenario.can_ask:
            environment["MAIL_LOOK_UP_URL"] = f"http://127.0.0.1:{http_port}/messages/"
        self.worker = self.run(processes.worker(environment, self.folder, self.asked.workers))
        self.beats = [
            self.run(processes.beat(environment, self.folder, number)) for number in range(self.scenario.beats)
        ]
        return http_port

    def run(self, program):
        self.programs.append(program)
        return program

    def storm(self):
        """Kill again and again, each time after some more mails were settled, so that all kills hit work."""
        share = self.scenario.mails / (self.scenario.kills + 1)
        for _ in range(self.scenario.kills):
            self.wait_for(self.left() - round(self.random.uniform(0.1, 1.4) * share))
            time.sleep(self.random.uniform(0, 0.05))
            if not self.left():
                return
            self.strike()

    def strike(self):
        before = verdict.states(self.company)
        target = self.stop_worker() if self.scenario.is_gentle else self.kill()
        self.kills += 1
        if self.scenario.is_flushed and self.random.random() < 1 / 2:
            self.broker.flushall()
            target += ", the broker emptied"
        if self.scenario.beat_rests and self.kills % 3 == 0:
            self.rest_beat()
        say(f"  {time.strftime('%H:%M:%S')} {self.kills}: {target}; {before}")

    def kill(self):
        children = self.worker.children()
        if children and self.random.random() > GROUP_SHARE:
            os.kill(self.random.choice(children), signal.SIGKILL)
            self.killed += 1
            return "one child"
        self.killed += self.worker.kill()
        self.worker.start()
        return "the whole worker"

    def stop_worker(self):
        seconds = self.worker.stop()
        self.slowest_stop = max(self.slowest_stop, seconds)
        self.worker.start()
        return f"SIGTERM, ended after {seconds:.1f} s"

    def rest_beat(self):
        """Longer than a lease, so that what was held is given up while nobody looks."""
        self.beats[0].kill()
        time.sleep(settings.MAIL_LEASE_SECONDS + 1)
        self.beats[0].start()

    def settle(self):
        self.wait_for(0)
        return self.left()

    def wait_for(self, most):
        """Wait until no more than ``most`` are left, or nothing has moved for STUCK_SECONDS."""
        left, moved = self.left(), time.monotonic()
        while left > max(most, 0) and time.monotonic() - moved < STUCK_SECONDS:
            time.sleep(0.03)
            now_left = self.left()
            if now_left != left:
                left, moved = now_left, time.monotonic()

    def left(self):
        return verdict.unsettled(self.company, self.scenario)


def say(text):
    sys.stderr.write(f"{text}\n")
