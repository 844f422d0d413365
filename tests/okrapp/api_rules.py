"""Which address of the API is open to whom: one row per URL name and thing, for every method."""

from dataclasses import dataclass, field

from tests.okrapp.url_rules import CARRIERS, CONCERNED, EVERYBODY, RUNNERS


@dataclass(frozen=True)
class ApiRule:
    """``target`` is a thing of the world by its key or code, ``args`` what follows it in the address.

    ``body`` maps a method to what is sent; ``about`` is the field of the body that names the target instead.
    """

    name: str
    target: str = ""
    methods: dict = field(default_factory=dict)
    readers: frozenset = frozenset(EVERYBODY)
    args: tuple = ()
    body: dict = field(default_factory=dict)
    about: str = ""

    def __str__(self):
        return f"{self.name}-{self.target}" if self.target else self.name


def reads(name, target="", who=EVERYBODY, args=()):
    return ApiRule(name, target, {"GET": who}, frozenset(who), args)


CHECK_IN = {"value": "20", "status": "on_track"}
RULES = [
    reads("api-people"),
    reads("api-person", "person"),
    reads("api-departments"),
    reads("api-department", "department"),
    reads("api-cycles"),
    reads("api-cycle", "cycle"),
    reads("api-objectives"),
    reads("api-objective", "objective"),
    reads("api-objective", "draft", CONCERNED),
    reads("api-objective", "restricted", CONCERNED),
    reads("api-key-results"),
    reads("api-key-result", "key_result"),
    reads("api-check-ins"),
    ApiRule("api-check-ins", "key_result", {"POST": CARRIERS}, body={"POST": CHECK_IN}, about="key_result"),
    reads("api-check-in", "check_in"),
    reads("api-kpis"),
    reads("api-kpi", "kpi"),
    reads("api-measurements", "kpi"),
    reads("api-targets", "kpi"),
    ApiRule(
        "api-measurement",
        "kpi",
        {"GET": EVERYBODY, "PUT": CONCERNED},
        args=("2026-10",),
        body={"PUT": {"value": "5"}},
    ),
    ApiRule(
        "api-target", "kpi", {"GET": EVERYBODY, "PUT": RUNNERS}, args=("2026-10",), body={"PUT": {"target": "5"}}
    ),
]
# About the API itself, open to strangers; and every address that is none.
PUBLIC = {"api-schema", "api-docs"}
NOWHERE = {"api-unknown"}
API_NAMES = {rule.name for rule in RULES} | PUBLIC | NOWHERE
