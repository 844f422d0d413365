"""The lock files hold what pyproject.toml asks for, by hash, and name no place to get it from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Put together here so that this file does not name one either.
REGISTRIES = tuple(".".join(parts) for parts in [("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org")])
NOT_OURS = {".git", ".venv", "var", "node_modules"}


def pins(lock):
    """Name to pinned version."""
    lines = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in lines}


def asked_for(group):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["dependency-groups"]["dev"] if group == "dev" else project["project"]["dependencies"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("lock", "group"),
    [("requirements.lock", "run"), ("requirements-dev.lock", "run"), ("requirements-dev.lock", "dev")],
)
def test_lock_satisfies_the_project(lock, group):
    locked = pins(lock)

    unmet = [
        str(requirement)
        for requirement in asked_for(group)
        if not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]

    assert unmet == []


def test_tests_run_on_the_very_versions_that_are_served():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address(lock):
    assert "http" not in (ROOT / lock).read_text()


def test_no_file_names_a_package_registry():
    assert [str(path) for path in own_files() if names_a_registry(path)] == []


def own_files():
    for path in ROOT.rglob("*"):
        if path.is_file() and not NOT_OURS.intersection(path.relative_to(ROOT).parts):
            yield path


def names_a_registry(path):
    content = path.read_bytes()
    return any(host.encode() in content for host in REGISTRIES)
