"""Every page: readable by everyone, inside every window, with a title, in the reader's language."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.e2e.inspection import faults_of
from tests.e2e.places import NOT_PAGES, REACHED_BY_ACTS, REDIRECTED, places
from tests.e2e.words import LOCALES
from tests.factories import AdminFactory, DepartmentFactory, KeyResultFactory, ObjectiveFactory
from tests.okrapp.urlconf import all_names

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SETTINGS = ["company", "people", "departments", "cycles", "import", "chat", "audit"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_breaks_a_rule(load_company, visit, language):
    staff = load_company(language)
    pages = places(staff, staff.people[staff.logins["admin"]])
    assert set(pages) | REACHED_BY_ACTS | NOT_PAGES == all_names()
    visitor = Visitor(visit, language)
    for name, addresses in pages.items():
        for person, path in addresses:
            visitor.check(person, path, stays=name not in REDIRECTED)
    assert not visitor.faults, visitor.report()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", ["empty", "one"])
def test_no_page_of_a_company_just_begun_breaks_a_rule(visit, language, size):
    admin = AdminFactory(language=language, company__language=language)
    department = DepartmentFactory(company=admin.company)
    paths = ["/", reverse("company"), *(reverse(f"settings-{name}") for name in SETTINGS)]
    paths += [department.get_absolute_url(), admin.get_absolute_url()]
    if size == "one":
        objective = ObjectiveFactory(owner=admin, department=department, cycle__company=admin.company)
        paths += [objective.get_absolute_url(), KeyResultFactory(objective=objective).get_absolute_url()]
        paths.append(ObjectiveFactory(owner=admin, department=department).get_absolute_url())
    visitor = Visitor(visit, language)
    for path in paths:
        visitor.check(admin, path)
    assert not visitor.faults, visitor.report()


class Visitor:
    """Goes through pages as one person after another, and gathers what is wrong with them."""

    def __init__(self, visit, language):
        self.visit, self.language = visit, language
        self.windows, self.faults = {}, []

    def window(self, person):
        key = person and person.pk
        if key not in self.windows:
            self.windows[key] = self.visit(person, "about:blank", locale=LOCALES[self.language], confirmed=True)
        return self.windows[key]

    def check(self, person, path, *, stays=True):
        page = self.window(person)
        status = page.goto(path).status
        arrived = urlsplit(page.url)
        if status != 200 or (stays and arrived.path != urlsplit(path).path):
            self.faults.append((path, status, arrived.path))
        self.faults += [(path, *fault) for fault in faults_of(page, self.language)]

    def report(self):
        return "\n".join(" · ".join(map(str, fault)) for fault in self.faults)
