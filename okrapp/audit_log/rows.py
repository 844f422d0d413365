"""Entries of the audit log in words: who did what to what, and every field from old to new."""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import pgettext

from common.ids import as_id
from common.text import printable
from goals.wording import written_on
from people.audit_words import value_word
from people.audited import audited_by, everything, words_of

LONG_FROM = 90
SHOWN_DETAILS = 3


@dataclass(frozen=True)
class Detail:
    """One field from old to new; the first characters of each where ``is_long``."""

    label: str
    old: str
    new: str

    @property
    def is_long(self):
        return max(len(self.old), len(self.new)) > LONG_FROM

    @property
    def old_beginning(self):
        return Truncator(self.old).chars(LONG_FROM)

    @property
    def new_beginning(self):
        return Truncator(self.new).chars(LONG_FROM)


def rows_of(entries, reader):
    """What the page shows of each entry. Two queries, however many there are."""
    urls, names = urls_of(entries, reader), linked_names(entries, reader)
    return [row(entry, urls, names, reader.company) for entry in entries]


def row(entry, urls, names, company):
    told = details(entry, names, company)
    return {
        "when": written_on(entry.created_at),
        "actor": entry.actor,
        "who": who(entry),
        "what": words_of(entry.action),
        "label": printable(entry.label),
        "kind": audited_by(entry.content_type_id).name,
        "url": urls.get((entry.content_type_id, entry.object_id), ""),
        "details": told[:SHOWN_DETAILS],
        "more": told[SHOWN_DETAILS:],
    }


def who(entry):
    return entry.actor.name if entry.actor else pgettext("audit", "The system or an operator")


def details(entry, names, company):
    """A Detail for each field of which the old or the new value says anything."""
    audited = audited_by(entry.content_type_id)
    found = [
        Detail(audited.label_of(name), *(word(audited, name, text, names, company) for text in values))
        for name, values in audited.in_order(entry.changes)
    ]
    return [each for each in found if each.old or each.new]


def word(audited, name, text, names, company):
    if not text:
        return ""
    if name in audited.linked:
        return pgettext("between items", ", ").join(
            names.get((audited.linked[name], pk), f"#{pk}") for pk in ids_in(text)
        )
    if name in audited.values:
        return audited.values[name](printable(text), company)
    return value_word(audited.field_of(name), text)


def ids_in(text):
    return [pk for part in text.split(", ") if (pk := as_id(part.removeprefix("#")))]


def linked_names(entries, reader):
    """{(slug, id): title} of what the entries name by id and the reader may read. One query."""
    ids = defaultdict(set)
    for entry in entries:
        for name, slug in audited_by(entry.content_type_id).linked.items():
            ids[slug].update(pk for text in entry.changes.get(name, ()) if text for pk in ids_in(text))
    rows = [readable(everything[slug], some, reader) for slug, some in ids.items() if some]
    return {(slug, pk): printable(title) for slug, pk, title in all_of(rows)}


def readable(audited, ids, reader):
    found = audited.visible_to(reader).filter(pk__in=ids).order_by()
    return found.values_list(Value(audited.slug), "pk", audited.title)


def all_of(querysets):
    """The rows of all of them, in one query."""
    return reduce(lambda one, two: one.union(two), querysets) if querysets else ()


def urls_of(entries, reader):
    """{(content type id, object id): address} of what the reader may open. One query."""
    ids = defaultdict(set)
    for entry in entries:
        ids[entry.content_type_id].add(entry.object_id)
    openable = {pk: audited_by(pk) for pk in ids if audited_by(pk).url_name}
    common = {pk: reverse(each.url_name) for pk, each in openable.items() if not each.visible_to}
    rows = [
        each.visible_to(reader)
        .filter(pk__in=ids[pk])
        .order_by()
        .values_list(Value(pk), "pk", Cast(each.key, CharField()))
        for pk, each in openable.items()
        if each.visible_to
    ]
    urls = {(pk, object_id): common[pk] for pk in common for object_id in ids[pk]}
    return urls | {(pk, object_id): reverse(openable[pk].url_name, args=[key]) for pk, object_id, key in all_of(rows)}
