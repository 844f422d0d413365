"""CONFIG.md and the settings name the same environment variables."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def variables_read():
    tree = ast.parse((ROOT / "okrapp/settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env"
    }


def variables_described():
    first_table = (ROOT / "CONFIG.md").read_text().partition("Two more are read")[0]
    return set(re.findall(r"^\| `([A-Z_]+)` \|", first_table, flags=re.MULTILINE))


def test_every_variable_is_described_and_every_description_is_true():
    assert variables_described() == variables_read()
