"""Messages that a chat cannot take for more than text."""

import json

import pytest

from notifications.chat import LONGEST, slack_message, teams_message
from notifications.registry import Told

HOME, PAGE = "https://okr.example.com/", "https://okr.example.com/objectives/3/"
HOSTILE = [
    "<!channel> <!here> <@U123> <#C123>",
    "<http://evil.example|Click>",
    "A & B &lt; C",
    "line\nbreak\r\n\u2028> quote",
    "\u202eright to left",
    "@channel @everyone @here",
    "[click](http://evil.example) ![x](http://evil.example/x.png)",
    "x|y>z",
    "<at>Everyone</at>",
    "\x00\x07\ud800",
]


def told(title="T", sentence="S", tone="bad"):
    return Told(sentence, title, PAGE, tone)


def slack(*rows, more=0):
    return json.loads(slack_message(rows, more, HOME))["text"]


def card(*rows, more=0):
    [attachment] = json.loads(teams_message(rows, more, HOME))["attachments"]
    return attachment["content"]


def runs(content):
    return [run for each in content["body"] for block in each["items"] for run in block["inlines"]]


def test_slack_gets_a_link_and_a_line_for_each():
    assert slack(told("売上", "順調 → 遅延"), told("B & C", "x < y"), more=2) == (
        f"<{PAGE}|売上>\n順調 → 遅延\n\n<{PAGE}|B &amp; C>\nx &lt; y\n\n<{HOME}|ほか2件>"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_is_markup_in_slack_or_its_like(text):
    said = slack(told(text, text))

    assert said.count("<") == said.count(">") == 1
    assert said.count("\n") == 1
    assert said.startswith(f"<{PAGE}|")
    for taken in ("@c", "@e", "@h", "@U", "](", "\u202e", "\x00"):
        assert taken not in said


def test_teams_gets_an_adaptive_card_as_workflows_take_it():
    message = json.loads(teams_message([told("売上", "順調 → 遅延")], 1, HOME))

    assert (message["type"], len(message["attachments"])) == ("message", 1)
    assert message["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert [
        (run["text"], run.get("color"), run.get("selectAction", {}).get("url")) for run in runs(card(told()))
    ] == [
        ("T", None, PAGE),
        ("S", "Attention", None),
    ]
    assert runs(message["attachments"][0]["content"])[-1]["text"] == "ほか1件"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_stands_in_teams_only_where_no_markdown_is_read(text):
    content = card(told(text, text))

    assert {block["type"] for each in content["body"] for block in each["items"]} == {"RichTextBlock"}
    assert {run["type"] for run in runs(content)} == {"TextRun"}
    assert "\n" not in "".join(run["text"] for run in runs(content))


def test_a_full_message_fits_into_what_teams_takes():
    long = told("あ" * 500, "い" * 500)

    assert len(runs(card(long))[0]["text"]) == LONGEST
    assert len(teams_message([long] * 10, 490, HOME)) < 28_000
    assert len(slack(*[long] * 10, more=490)) < 40_000
