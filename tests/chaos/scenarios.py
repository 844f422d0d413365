"""What is done to the mail while it goes out, and what has to hold all the same."""

from dataclasses import dataclass, field, replace

REMINDED_EVERY = 3


@dataclass(frozen=True)
class Scenario:
    """``addresses`` gives the share of people whose address asks the mail server for a behaviour (tests/sink.py)."""

    name: str
    about: str
    mails: int = 1000
    kills: int = 30
    can_ask: bool = True
    is_gentle: bool = False
    addresses: dict = field(default_factory=dict)
    beats: int = 1
    is_flushed: bool = False
    beat_rests: bool = False
    delay_ms: str = "10-30"

    @property
    def reminded(self):
        """How many of the people are owed a reminder, not a digest."""
        return len(range(0, self.mails, REMINDED_EVERY))

    @property
    def refused(self):
        """How many people have no mailbox, at the first or a later attempt."""
        return self.people_with("550")

    @property
    def dropped(self):
        """How many answers of the mail server are lost."""
        return self.people_with("drop")

    def people_with(self, behaviour):
        return sum(round(share * self.mails) for name, share in self.addresses.items() if behaviour in name)

    def sized(self, mails, kills):
        """The same with other numbers; what was to be left alone still is."""
        return replace(self, mails=mails or self.mails, kills=kills if kills and self.kills else self.kills)


FAULTS = {"451-once": 0.05, "drop-after-dot-once": 0.02}
FAILING = {"451-once": 0.15, "451-then-550": 0.05}
SCENARIOS = {
    each.name: each
    for each in [
        Scenario("ask", "the mail server can be asked"),
        Scenario("no-look-up", "nobody can be asked", can_ask=False),
        Scenario("faults", "5 % are deferred once, 2 % of the answers are lost", addresses=FAULTS),
        Scenario("faults-no-look-up", "the same, and nobody can be asked", addresses=FAULTS, can_ask=False),
        Scenario("refused", "10 % of the addresses do not exist", addresses={"550": 0.1}),
        Scenario("failing", "20 % are deferred at first, a quarter of them refused later", addresses=FAILING),
        Scenario("flush", "the broker is emptied at random moments", is_flushed=True),
        Scenario("two-beats", "two dispatchers' clocks run at once", beats=2),
        Scenario("beat-rests", "the dispatcher's clock stops and comes back", beat_rests=True),
        Scenario("terms", "workers are stopped with SIGTERM, not killed", is_gentle=True, kills=10),
        Scenario(
            "all-at-once", "kills, lost broker, two clocks, failing", addresses=FAILING, is_flushed=True, beats=2
        ),
        Scenario("rate", "nothing is done to it, and the mail server answers after 10 ms", kills=0, delay_ms="10"),
    ]
}
