import pytest

from people.rules import administer, in_line_of_department, in_line_of_person
from tests.cast import cast, rows
from tests.kept import kept_for_module

pytestmark = [pytest.mark.django_db]

LINE_OF_DEPARTMENT = """
             admin boss lead neighbour member viewer owner gone stranger
head         no    yes  no   no        no     no     no    no   no
sales        no    yes  yes  no        no     no     no    no   no
design       no    yes  no   yes       no     no     no    no   no
empty        yes   no   no   no        no     no     no    no   no
left_behind  yes   no   no   no        no     no     no    no   no
"""
LINE_OF_PERSON = """
             admin boss lead neighbour member viewer owner gone stranger
owner        no    yes  yes  no        no     no     no    no   no
lead         no    yes  no   no        no     no     no    no   no
boss         yes   no   no   no        no     no     no    no   no
neighbour    no    yes  no   no        no     no     no    no   no
admin        no    no   no   no        no     no     no    no   no
orphan       yes   no   no   no        no     no     no    no   no
stranger     no    no   no   no        no     no     no    no   no
"""


people = kept_for_module(cast)


@pytest.mark.parametrize(("place", "actor", "expected"), rows(LINE_OF_DEPARTMENT))
def test_who_is_in_the_line_of_a_department(people, place, actor, expected):
    assert in_line_of_department(getattr(people, actor), getattr(people, place).pk) is expected


@pytest.mark.parametrize(("person", "actor", "expected"), rows(LINE_OF_PERSON))
def test_who_is_in_the_line_of_a_person(people, person, actor, expected):
    assert in_line_of_person(getattr(people, actor), getattr(people, person)) is expected


@pytest.mark.parametrize(
    ("actor", "expected"), [("admin", True), ("boss", False), ("member", False), ("viewer", False)]
)
def test_who_administers(people, actor, expected):
    assert administer(getattr(people, actor)) is expected
