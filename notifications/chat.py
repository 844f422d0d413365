"""What a chat is told, as JSON that its incoming webhooks take. Pure: texts in, bytes out."""

import json
import re

from django.utils.text import Truncator
from django.utils.translation import ngettext

from notifications.mime import one_line

MOST_NAMED = 10
LONGEST = 200
# Slack reads these three and nothing else as its own when they stand as themselves.
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What pings people, or makes a link or a picture of what follows, in other chats that take what Slack takes.
TAKEN_FOR_MARKUP = re.compile(r"[@\]]")
WITHOUT_WIDTH = "\u200b"
TONES = {"good": "Good", "warn": "Warning", "bad": "Attention"}


def slack_message(told, more, home):
    """Rows of Told with absolute addresses, the count of those not shown, and where to read them."""
    rows = [f"{slack_link(each.url, each.title)}\n{slack_text(each.sentence)}" for each in told]
    if more:
        rows.append(slack_link(home, more_text(more)))
    return as_bytes({"text": "\n\n".join(rows), "unfurl_links": False, "unfurl_media": False})


def slack_link(url, text):
    return f"<{url}|{slack_text(text)}>"


def slack_text(text):
    """The text on one line, such that it is read as nothing but text."""
    escaped = "".join(ENTITIES.get(character, character) for character in cut(text))
    return TAKEN_FOR_MARKUP.sub(lambda found: found[0] + WITHOUT_WIDTH, escaped)


def teams_message(told, more, home):
    """The same as an Adaptive Card. Its text runs know no Markdown, so they need no escaping."""
    body = [container(run(each.title, url=each.url), run(each.sentence, color=TONES.get(each.tone))) for each in told]
    if more:
        body.append(container(run(more_text(more), url=home)))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return as_bytes({"type": "message", "attachments": [attachment]})


def container(*runs):
    return {"type": "Container", "items": [{"type": "RichTextBlock", "inlines": [each]} for each in runs]}


def run(text, *, url="", color=None):
    found = {"type": "TextRun", "text": cut(text)}
    if url:
        found |= {"weight": "Bolder", "selectAction": {"type": "Action.OpenUrl", "url": url}}
    return found | ({"color": color} if color else {})


def cut(text):
    return Truncator(one_line(text)).chars(LONGEST)


def more_text(count):
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


def as_bytes(message):
    return json.dumps(message, ensure_ascii=False).encode()
