"""Which address of the API is open to whom: one row per URL name and thing, for every method."""

from dataclasses import dataclass, field

from tests.okrapp.url_rules import CARRIERS, CONCERNED, EVERYBODY, LINE, RUNNERS, WRITERS


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


def writes(name, target, who, body, about):
    """A list to which ``who`` add what is ``about`` the target."""
    return ApiRule(name, target, {"POST": who}, body={"POST": body}, about=about)


def changes(name, target, who, body, readers=EVERYBODY):
    """A thing that ``readers`` read and ``who`` of them change."""
    return ApiRule(name, target, {"GET": readers, "PATCH": who}, frozenset(readers), body={"PATCH": body})


def acts(name, target, who, readers=EVERYBODY, body=None):
    return ApiRule(name, target, {"POST": who}, frozenset(readers), body={"POST": body} if body else {})


HOLDERS = LINE | {"owner"}
CHECK_IN = {"value": "20", "status": "on_track"}
OBJECTIVE = {"title": "New", "why": "It matters", "level": "individual"}
KEY_RESULT = {"title": "New", "start": "0", "target": "5"}
KPI = {"name": "New", "definition": "Counted", "why": "It matters", "category": "customer", "kind": "leading"}
RULES = [
    reads("api-people"),
    reads("api-person", "person"),
    reads("api-departments"),
    reads("api-department", "department"),
    reads("api-cycles"),
    reads("api-cycle", "cycle"),
    reads("api-objectives"),
    writes("api-objectives", "cycle", WRITERS, OBJECTIVE, "cycle"),
    changes("api-objective", "objective", RUNNERS, {"title": "Other"}),
    changes("api-objective", "draft", CONCERNED, {"title": "Other"}, CONCERNED),
    changes("api-objective", "restricted", RUNNERS, {"title": "Other"}, CONCERNED),
    acts("api-objective-publish", "draft", RUNNERS, CONCERNED),
    acts("api-objective-archive", "objective", RUNNERS),
    acts("api-objective-restore", "archived", RUNNERS),
    reads("api-key-results"),
    writes("api-key-results", "objective", RUNNERS, KEY_RESULT, "objective"),
    changes("api-key-result", "key_result", CONCERNED, {"title": "Other"}),
    reads("api-check-ins"),
    writes("api-check-ins", "key_result", CARRIERS, CHECK_IN, "key_result"),
    reads("api-check-in", "check_in"),
    ApiRule("api-initiatives", methods={"GET": EVERYBODY, "POST": WRITERS}, body={"POST": {"title": "New"}}),
    changes("api-initiative", "initiative", HOLDERS, {"title": "Other"}),
    changes("api-initiative", "restricted_initiative", HOLDERS, {"title": "Other"}, CONCERNED),
    acts("api-initiative-move", "initiative", HOLDERS, body={"state": "doing"}),
    ApiRule(
        "api-initiative-kpis",
        "initiative",
        {"GET": EVERYBODY, "PUT": HOLDERS},
        body={"PUT": {"kpis": []}},
    ),
    reads("api-action-items"),
    writes("api-action-items", "initiative", HOLDERS, {"text": "New"}, "initiative"),
    changes("api-action-item", "action_item", HOLDERS, {"text": "Other"}),
    acts("api-action-item-tick", "action_item", CARRIERS, body={"done": True}),
    reads("api-kpis"),
    writes("api-kpis", "department", RUNNERS, KPI, "department"),
    changes("api-kpi", "kpi", RUNNERS, {"name": "Other"}),
    changes("api-kpi", "restricted_kpi", RUNNERS, {"name": "Other"}, CONCERNED),
    acts("api-kpi-archive", "kpi", RUNNERS),
    acts("api-kpi-restore", "archived_kpi", RUNNERS),
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
