"""Things that people name by typing: a company's people, objectives, KPIs, and what a text may mean among them."""

from collections import Counter
from functools import cached_property, partial

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.lookups import StartsWith
from django.utils.translation import override

from common.ids import as_id
from common.text import search_key

SUGGESTED_AT_MOST = 20
LONGEST_TYPED = 500
ASKED_AT_ONCE = 50


class Directory:
    """Things that are chosen by typing their label: people, objectives. Labels are made unique.

    ``entries`` are (thing, label, longer label for when two share one, search text); they are asked for once needed.
    """

    def __init__(self, entries):
        self.entries = entries

    @cached_property
    def listed(self):
        """(thing, its label, longer label, search text)."""
        entries = list(self.entries)
        count = Counter(label for _thing, label, _longer, _search in entries)
        return [
            (thing, longer if count[label] > 1 else label, longer, search) for thing, label, longer, search in entries
        ]

    @cached_property
    def things(self):
        return {label: thing for thing, label, _longer, _search in self.listed}

    @cached_property
    def labels(self):
        return {thing.pk: label for thing, label, _longer, _search in self.listed}

    @cached_property
    def written(self):
        """The label of what a label or a longer one names: a form keeps the longer one of what was not alone then."""
        return {longer: label for _thing, label, longer, _search in self.listed} | {
            label: label for label in self.things
        }

    @cached_property
    def searched(self):
        return [(search_key(label).replace(" ", ""), search, label) for _thing, label, _longer, search in self.listed]

    def label_of(self, thing):
        return self.labels.get(thing.pk, str(thing))

    def among(self, texts):
        """A Directory that holds all that the texts may mean."""
        return self

    def around(self, things):
        """A Directory that holds these things and all that share a label with one."""
        return self

    def having(self, keys):
        """A Directory that holds those with one of the keys."""
        return self

    def matches(self, text):
        """Labels that the text may mean: the one it is, else those that contain it."""
        if text in self.written:
            return [self.written[text]]
        key = search_key(text)
        if not key:
            return []
        closed_up = key.replace(" ", "")
        exact = [label for whole, _search, label in self.searched if whole == closed_up]
        return exact or [label for whole, search, label in self.searched if closed_up in whole or key in search]

    def only_match(self, text):
        """The one thing that the text means; None where that is nothing, or several things."""
        found = self.among([text])
        labels = found.matches(text) if text else []
        return found.things[labels[0]] if len(labels) == 1 else None


class TitledDirectory(Directory):
    """Things of a queryset with ``search_text``. A company has thousands: only those are fetched that are meant.

    ``entry`` gives the entry of one, whose label begins with its column ``by``. One query for whatever is asked.
    """

    def __init__(self, found, entry, *, by="title"):
        self.found, self.entry, self.by = found, entry, by

    def among(self, texts):
        texts = [text[:LONGEST_TYPED] for text in texts if search_key(text)]
        if not texts:
            return Directory([])
        if len(texts) > ASKED_AT_ONCE:  # SQLite takes no condition of so many parts
            return self.fetched(Q())
        return self.fetched(Q.create([*map(self.begins, texts), *map(under, texts)], connector=Q.OR))

    def begins(self, text):
        """That the text begins with what a label begins with, however it is written."""
        exactly = StartsWith(Value(text.replace("\0", "")), F(self.by))
        return Q(exactly) | Q(StartsWith(Value(search_key(text)), F("search_text")))

    def around(self, things):
        return self.fetched(Q((f"{self.by}__in", {getattr(thing, self.by) for thing in things})))

    def having(self, keys):
        return self.sharing(pk__in=[key for key in keys if as_id(str(key))])

    def sharing(self, **known):
        """The same around those of which this is known."""
        return self.fetched(Q((f"{self.by}__in", self.found.filter(**known).values(self.by))))

    def suggested(self, text, *, but=None):
        """The labels of the first few that hold all words of the text. Two queries."""
        things = list(self.found.filter(under(text)).exclude(pk=but)[:SUGGESTED_AT_MOST])
        return list(map(self.around(things).label_of, things))

    def fetched(self, condition):
        return TranslatedDirectory(partial(self.entries_of, list(self.found.filter(condition))))

    def entries_of(self, things):
        return list(map(self.entry, things))


class TranslatedDirectory(Directory):
    """Things that ``tell`` names in the language of the moment. A label of another one names them, too."""

    def __init__(self, tell):
        self.tell = tell

    @property
    def entries(self):
        return self.tell()

    @cached_property
    def written(self):
        """With what a form holds that was opened in another language than it is sent back in."""
        found, labels = {}, self.labels
        for language, _name in settings.LANGUAGES:
            with override(language):
                there = Directory(self.tell())
                found |= {text: labels[there.things[label].pk] for text, label in there.written.items()}
        return found | super().written


def under(text):
    """That something is found under all words of the text."""
    return Q.create([("search_text__contains", word) for word in dict.fromkeys(search_key(text).split())])
