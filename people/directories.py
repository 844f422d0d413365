"""Whom the fields of a form may name, and whom they suggest as somebody types."""

from functools import cached_property

from django.db.models import Case, Count, When

from common.directories import SUGGESTED_AT_MOST, Directory, under
from common.text import search_key
from people.models import User


class PeopleDirectory(Directory):
    """People of a queryset by name. A company has thousands: all are fetched only where a typed name is looked up."""

    def __init__(self, people):
        self.people = people

    @property
    def entries(self):
        return [(each, each.name, with_address(each), each.search_text) for each in self.people.by_name()]

    @cached_property
    def shared_names(self):
        """The names that several of them bear: one query."""
        names = self.people.order_by().values_list("family_name", "given_name")
        return {(family, given) for family, given, _count in names.annotate(Count("pk")).filter(pk__count__gt=1)}

    def label_of(self, person):
        is_shared = (person.family_name, person.given_name) in self.shared_names
        return with_address(person) if is_shared else person.name


def with_address(person):
    return f"{person.name} ({person.address})"


def people_directory(user, *, present=()):
    """Active colleagues who may own or contribute.

    ``present`` are ids of those whom the form names already: they stay choosable after they have left.
    """
    colleagues = User.objects.colleagues_of(user)
    return PeopleDirectory(colleagues.able_to_own() | colleagues.filter(pk__in=present))


def colleagues_directory(user):
    """Everybody who is or was a colleague."""
    return PeopleDirectory(User.objects.colleagues_of(user))


def suggested(directory, text):
    """The first few whose names, reading or address hold all words of the text, as (person, label). Two queries.

    In the order of a name list, those first who stand in it under what is typed.
    """
    is_other = Case(When(sort_key__startswith=search_key(text), then=0), default=1)
    found = directory.people.filter(under(text)).order_by(is_other, "sort_key", "pk")[:SUGGESTED_AT_MOST]
    return [(person, directory.label_of(person)) for person in found]
