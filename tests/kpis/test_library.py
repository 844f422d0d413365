"""The library of KPIs: every entry makes a KPI in both languages, and nothing is stored before it is saved."""

import pytest
from django.urls import reverse
from django.utils import translation

from common.text import search_key
from kpis.forms.kpi import KpiForm
from kpis.models import Kpi
from kpis.queries.library import DEPARTMENTS, holds, library_kpi, read, read_library
from people.directories import people_directory
from tests.factories import AdminFactory, KeyResultFactory, ObjectiveFactory, ViewerFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
WORDS = {"name", "definition", "why", "if_bad", "source", "words"}


@pytest.fixture
def admin():
    return AdminFactory()


def visit(client, person, address, **headers):
    client.force_login(person)
    return client.get(address, headers=headers)


def shown(response):
    """The keys on the page, and those of them that are used already."""
    entries = [pair for _category, entries in response.context["groups"] for pair in entries]
    return [entry.key for entry, _used in entries], [entry.key for entry, used in entries if used]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_entry_passes_the_form(admin, language):
    people = people_directory(admin)
    wrong = {}
    for key, entry in read_library(language).items():
        data = entry.prefilled() | {"owner": admin.name, "warn_from": "90", "visibility": "company"}
        form = KpiForm(data, user=admin, people=people)
        if (
            not form.is_valid()
            or form.cleaned_data["code"] != entry.code
            or not set(entry.departments) <= {*DEPARTMENTS}
        ):
            wrong[key] = form.errors

    assert wrong == {}


def test_both_languages_say_the_same_things():
    facts, words = read("facts"), {language: read(language) for language in ("ja", "en")}

    assert list(facts) == list(words["ja"]) == list(words["en"])
    for key in facts:
        assert words["ja"][key].keys() == words["en"][key].keys() >= WORDS


def test_the_page_is_narrowed_and_marks_what_is_used(client, admin):
    KpiFactory(owner=admin, code="CHURN")
    KpiFactory(owner=admin, code="NPS", archived_at=admin.created_at)
    address = reverse("kpi-library")

    keys, used = shown(visit(client, admin, address))
    assert (sorted(keys), used) == (sorted(read_library("en")), ["churn"])
    assert shown(visit(client, admin, f"{address}?category=employee&kind=lagging"))[0] == ["turnover", "esat"]
    assert shown(visit(client, admin, f"{address}?department=hr&q=ＮＰＳ"))[0] == []
    assert shown(visit(client, admin, f"{address}?q=churn&department=sales")) == (["churn"], ["churn"])


def test_a_restricted_kpi_is_not_given_away(client, admin):
    KpiFactory(owner=admin, code="CHURN", visibility="restricted")

    assert shown(visit(client, ViewerFactory(company=admin.company), reverse("kpi-library")))[1] == []


def test_using_one_fills_the_form_and_stores_nothing(client, admin):
    KpiFactory(owner=admin, code="CHURN")

    response = visit(client, admin, reverse("kpi-new") + "?from=churn")

    form = response.context["form"]
    with translation.override(admin.language):
        assert (form["name"].value(), form["code"].value()) == (library_kpi("churn").name, "CHURN_2")
    assert form["direction"].value() == "lower"
    assert Kpi.objects.count() == 1


def test_an_unknown_key_is_passed_over(client, admin):
    response = visit(client, admin, reverse("kpi-new") + "?from=nothing")

    assert (response.status_code, response.context["form"]["name"].value()) == (200, None)


@pytest.mark.parametrize(
    ("text", "word", "is_held"),
    [
        ("from 2 to 5 deals", "Deal", True),
        ("dealing with it", "deal", False),
        ("arrive on time", "ARR", False),
        ("ＮＰＳを 40 に", "NPS", True),
        ("EC売上を伸ばす", "売上", True),
        ("リードを増やす", "リード", True),
    ],
)
def test_words_are_found_in_either_language(text, word, is_held):
    assert holds(search_key(text), search_key(word)) is is_held


def test_an_objective_is_shown_what_fits_it(client, admin):
    objective = ObjectiveFactory(owner=admin, title="Customers who stay")
    KeyResultFactory(objective=objective, title="解約を3%から1%に")
    address = reverse("kpi-library") + f"?objective={objective.pk}"

    response = visit(client, admin, address)

    assert (shown(response)[0], response.context["objective"]) == (["churn"], objective)
    assert shown(visit(client, admin, f"{address}&category=employee"))[0] == []
    admin.language = "en"
    admin.save()
    assert shown(visit(client, admin, address))[0] == ["churn"]
    foreign = visit(client, AdminFactory(), address)
    assert (foreign.context["objective"], len(shown(foreign)[0])) == (None, len(read_library("en")))
    assert address in visit(client, admin, objective.get_absolute_url()).content.decode()


def test_without_kpis_the_scorecard_leads_there(client, admin):
    assert reverse("kpi-library") in visit(client, admin, reverse("kpis")).content.decode()


def test_who_may_create_none_may_look(client, admin):
    response = visit(client, ViewerFactory(company=admin.company), reverse("kpi-library"))

    assert "?from=" not in response.content.decode()
