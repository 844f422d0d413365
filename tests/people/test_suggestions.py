"""Whom a field for a person suggests while a name is typed, and what it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.named_fields import NamedField
from people.directories import people_directory
from tests.factories import UserFactory, ViewerFactory

pytestmark = pytest.mark.django_db
URL = "/people/suggested/"


@pytest.fixture
def aoi():
    return UserFactory(family_name="佐藤", given_name="葵", furigana="サトウ アオイ", email="aoi@example.com")


@pytest.fixture
def signed_in(client, aoi):
    client.force_login(aoi)
    return client


def found(client, text, **more):
    return [label for _person, label in client.get(URL, {"typed": text} | more).context["people"]]


@pytest.mark.parametrize("text", ["佐", "佐藤 葵", "佐藤葵", "さと", "サトウ", "ｻﾄｳ", "aoi@", "葵 佐藤", " 佐藤　"])
def test_by_any_part_of_the_name_its_reading_or_the_address(signed_in, aoi, text):
    UserFactory(company=aoi.company, family_name="鈴木", given_name="陽", furigana="スズキ ヨウ")

    assert found(signed_in, text) == ["佐藤 葵"]


def test_in_the_order_of_a_name_list_and_no_more_than_twenty(signed_in, aoi):
    for number in range(25, 0, -1):
        UserFactory(company=aoi.company, family_name="Mori", given_name="Ken", furigana=f"もり {number:02}")

    labels = found(signed_in, "もり")

    assert len(labels) == 20
    assert labels[0].startswith("Ken Mori (person")  # the same name needs the address


def test_those_whose_name_begins_so_come_first(signed_in, aoi):
    UserFactory(company=aoi.company, family_name="安藤", given_name="沙都", furigana="アンドウ サト")

    assert found(signed_in, "さと") == ["佐藤 葵", "安藤 沙都"]
    assert found(signed_in, "あ") == ["安藤 沙都", "佐藤 葵"]


def test_nobody_of_another_company_no_viewer_and_nobody_who_has_left(signed_in, aoi):
    UserFactory(family_name="佐藤", given_name="遠")
    ViewerFactory(company=aoi.company, family_name="佐藤", given_name="見")
    UserFactory(company=aoi.company, family_name="佐藤", given_name="去", is_active=False)

    assert found(signed_in, "佐藤") == ["佐藤 葵"]
    assert sorted(found(signed_in, "佐藤", everybody="1")) == ["佐藤 去", "佐藤 葵", "佐藤 見"]


def test_how_many_there_are_is_said(signed_in):
    assert "1 person found. The arrow keys lead to them." in signed_in.get(URL, {"typed": "佐"}).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_a_form_fetches_nobody_but_whom_it_names(signed_in, aoi, number):
    UserFactory.create_batch(number, company=aoi.company, family_name="Mori", given_name="Ken")
    page = signed_in.get(reverse("initiative-new")).content.decode()

    assert 'data-suggest="/people/suggested/"' in page
    assert 'value="佐藤 葵"' in page
    assert "Mori" not in page


def test_a_name_that_two_bear_is_shown_with_the_address_and_taken_so(aoi):
    twin = UserFactory(company=aoi.company, family_name="佐藤", given_name="葵", email="other@example.com")
    directory = people_directory(aoi)
    field = NamedField()
    field.directory = directory

    with CaptureQueriesContext(connection) as queries:
        labels = [directory.label_of(person) for person in (aoi, twin)]

    assert labels == ["佐藤 葵 (aoi@example.com)", "佐藤 葵 (other@example.com)"]
    assert len(queries) == 1
    assert [field.clean(label) for label in labels] == [aoi, twin]
    assert field.clean("other@example.com") == twin
