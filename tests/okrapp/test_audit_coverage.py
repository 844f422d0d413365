"""Every domain function that pages, the API or a task can call and that writes: audited, or listed here with why not.

Read from the source: a function writes, or audits, where anything it reaches in the domain modules does.
"""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ["people", "notifications", "goals", "kpis"]
NOT_CALLERS = {"domain", "migrations", "demo", "generator"}
WRITING = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
AUDITING = {"record_change", "record_differences", "record_entries"}

OWN_HISTORY = "append-only rows of its own say who, when and what"
OWN_BUSINESS = "a person's own business, which changes nothing for others"
MACHINE = "what the machine notes for itself; nobody decided anything"
OPERATOR = "an operator's command; it touches every company, and the console is its record"
ONLY_READS = "writes nothing; what looks like it fills a dict or a set"
UNAUDITED = {
    "goals.domain.check_ins.correct_check_in": OWN_HISTORY,
    "notifications.domain.comments.post_comment": OWN_HISTORY,
    "notifications.domain.help.answer_help_request": OWN_HISTORY,
    "notifications.domain.cheers.set_cheer": OWN_BUSINESS,
    "notifications.domain.help.close_help_request": OWN_BUSINESS,
    "notifications.domain.preferences.change_preference": OWN_BUSINESS,
    "notifications.domain.reading.mark_all_read": OWN_BUSINESS,
    "notifications.domain.reading.mark_read": OWN_BUSINESS,
    "notifications.domain.reading.settle": OWN_BUSINESS,
    "notifications.domain.unsubscribing.stop_mail": OWN_BUSINESS,
    "notifications.domain.watches.set_watch": OWN_BUSINESS,
    "notifications.domain.activities.in_one_go": MACHINE,
    "notifications.domain.activities.record_activities": MACHINE,
    "notifications.domain.dispatch.dispatch": MACHINE,
    "notifications.domain.outbox.put": MACHINE,
    "notifications.domain.planner.plan_digests": MACHINE,
    "notifications.domain.posting.announce_posts": MACHINE,
    "notifications.domain.sending.deliver": MACHINE,
    "notifications.domain.switch.mail_switch": MACHINE,
    "notifications.domain.switch.may_send": MACHINE,
    "notifications.domain.switch.note_mornings": MACHINE,
    "notifications.domain.switch.note_reminders": MACHINE,
    "people.domain.idempotency.do_once": MACHINE,
    "people.domain.setup.finish_setup": MACHINE,
    "people.domain.setup.reach_step": MACHINE,
    "people.domain.tokens.note_use": MACHINE,
    "goals.domain.recompute.recount": ONLY_READS,
    "kpis.domain.recount_driven.recount_driven": ONLY_READS,
    "notifications.domain.restoring.resume_from": OPERATOR,
    "notifications.domain.restoring.silence": OPERATOR,
    "notifications.domain.switch.resume": OPERATOR,
    "people.domain.accounts.end_all_sessions": OPERATOR,
    "people.domain.setup.try_setup_code": MACHINE,
}


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def domain():
    """{module: (its functions and classes by name, what it imports by local name)}."""
    return {
        module_name(path): read(ast.parse(path.read_text()))
        for app in APPS
        for path in sorted((ROOT / app / "domain").rglob("*.py"))
    }


def read(tree):
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return defined, imported(tree)


def imported(tree):
    """{local name: (module, name)}."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def reached(place, seen):
    """Every domain function that the one at (module, name) may come to, itself included."""
    module, name = place
    if place in seen or name not in domain().get(module, ((), ()))[0]:
        return seen
    seen.add(place)
    for named in named_by(place):
        reached(named, seen)
    return seen


@cache
def named_by(place):
    """(module, name) of whatever the domain function at a place names."""
    module, name = place
    defined, known = domain()[module]
    names = {node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)}
    return {(module, each) if each in defined else known.get(each, ("", "")) for each in names}


@cache
def called_by(place):
    """The names of all that the domain function at a place calls itself."""
    module, name = place
    called = [node.func for node in ast.walk(domain()[module][0][name]) if isinstance(node, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}


def calls(place):
    """The names of all that is called on the way."""
    return set().union(*map(called_by, reached(place, set())))


def called_from_outside():
    """(module, name) of every domain function that other code names."""
    for path in sorted(path for app in [*APPS, "okrapp"] for path in (ROOT / app).rglob("*.py")):
        if NOT_CALLERS.isdisjoint(path.parts):
            tree = ast.parse(path.read_text())
            known = imported(tree)
            yield from known.values()
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
                    yield ".".join(known[node.value.id]), node.attr


def is_verb(module, name):
    return module != "people.domain.audit" and name in domain().get(module, ((), ()))[0]


def test_what_writes_is_audited_or_says_why_not():
    verbs = {place for place in called_from_outside() if is_verb(*place)}
    assert len(verbs) > 100
    silent = {".".join(place) for place in verbs if WRITING & calls(place) and not AUDITING & calls(place)}

    assert sorted(silent - set(UNAUDITED)) == [], "call record_change, or say here why there is no need"
    assert sorted(set(UNAUDITED) - silent) == [], "these are audited, or gone"
