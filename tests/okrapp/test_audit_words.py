"""Every act that is written to the audit log has its words, and every verb writes to it or says why not."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from goals.models import Initiative, KeyResult, Objective, Proposal
from people.audited import actions, everything

ROOT = Path(__file__).parents[2]
APPS = ["people", "notifications", "goals", "kpis", "okrapp"]
# What an f-string stands for: a new one has to be listed here.
COMPOSED = {
    "key_result.terms_{}": [f"key_result.terms_{act}" for act in Proposal.Act.values],
    "initiative.{}": [f"initiative.{state}" for state in Initiative.State.values if state != "planned"],
    "{}.repaired": [f"{model._meta.model_name}.repaired" for model in (Objective, KeyResult)],
    "{}.{}": ["department.created", "department.changed", "person.added", "person.changed"],
}


def modules(*parts):
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"migrations", "commands"} & set(path.parts) and (not parts or set(parts) & set(path.parts)):
                yield path, ast.parse(path.read_text())


@cache
def written_actions():
    """{action: where it is written}, composed ones as their pattern."""
    return {
        text: str(path.relative_to(ROOT))
        for path, tree in modules()
        for node in ast.walk(tree)
        for value in values_named_action(node)
        for text in texts_in(value)
        if "." in text
    }


def values_named_action(node):
    if isinstance(node, ast.keyword) and node.arg == "action":
        yield node.value
    if isinstance(node, ast.FunctionDef):
        yield from (usual for argument, usual in usual_values(node.args) if argument.arg == "action")
    if isinstance(node, ast.Assign) and any(
        isinstance(each, ast.Name) and each.id == "action" for each in node.targets
    ):
        yield node.value


def usual_values(arguments):
    """(name, default) of the arguments that are given by name."""
    return zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def texts_in(value):
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in value.values)
        case ast.IfExp():
            yield from texts_in(value.body)
            yield from texts_in(value.orelse)


def all_actions():
    for text in written_actions():
        yield from COMPOSED.get(text, [text])


def test_every_action_has_words_in_both_languages():
    missing = sorted(set(all_actions()) - set(actions))
    assert missing == [], "give them words in the module auditing of their package"

    said = {language: [] for language in ("en", "ja")}
    for language, words in said.items():
        with translation.override(language):
            words += [str(text) for _group, text in actions.values()]
    assert [english for english, japanese in zip(*said.values(), strict=True) if english == japanese] == []


def test_no_words_are_for_an_action_that_nobody_writes():
    assert sorted(set(actions) - set(all_actions())) == []


def test_what_is_composed_is_listed():
    patterns = {text for text in written_actions() if "{}" in text}

    assert patterns == set(COMPOSED)


def test_no_two_actions_of_one_group_are_told_alike():
    told = [str(words) for _group, words in actions.values()]

    assert sorted({each for each in told if told.count(each) > 1}) == []


@pytest.mark.parametrize("name", sorted(everything))
def test_what_can_be_opened_has_the_columns_that_are_asked_for(name):
    audited = everything[name]
    for linked in (everything[slug] for slug in audited.linked.values()):
        assert linked.model._meta.get_field(linked.title)
        assert linked.visible_to
    if audited.visible_to:
        assert audited.url_name
        assert audited.key == "pk" or audited.model._meta.get_field(audited.key)
    assert apps.get_model(audited.model._meta.label) is audited.model
    assert re.fullmatch("[a-z]+", audited.slug)
