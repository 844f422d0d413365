"""Every page: readable by everyone, inside every window, with a title, in the reader's language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.e2e.places import NOT_PAGES, places
from tests.e2e.words import LOCALES
from tests.factories import AdminFactory, DepartmentFactory, KeyResultFactory, ObjectiveFactory
from tests.okrapp.urlconf import all_names

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SETTINGS = ["company", "people", "departments", "cycles"]
NARROW = 360
# Each page in each language once in a wide window and once in a narrow one, once light and once dark.
LOOKS = {"ja": [(1440, "light"), (NARROW, "dark")], "en": [(1440, "dark"), (NARROW, "light")]}
# 320 is the narrowest window the product promises, 720 an ordinary one at 200 %.
WINDOWS = (320, 720)
# A gutter kept for the scrollbar makes it negative.
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_breaks_a_rule(load_company, visit, axe, language):
    staff = load_company(language)
    pages = places(staff, staff.people[staff.logins["admin"]])
    assert set(pages) | NOT_PAGES >= all_names()
    visitor = Visitor(visit, axe, language)
    for addresses in pages.values():
        for person, path in addresses:
            visitor.check(person, path)
    assert visitor.faults == []


class Visitor:
    """Goes through pages as one person after another, and gathers what is wrong with them."""

    def __init__(self, visit, axe, language):
        self.visit, self.axe, self.language = visit, axe, language
        self.windows, self.faults = {}, []

    def window(self, person):
        key = person and person.pk
        if key not in self.windows:
            self.windows[key] = self.visit(person, "about:blank", locale=LOCALES[self.language], confirmed=True)
        return self.windows[key]

    def check(self, person, path, status=200):
        page = self.window(person)
        width, scheme = LOOKS[self.language][0]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        self.expect(path, "status", answer.status, status)
        self.expect(path, "language", page.get_attribute("html", "lang"), self.language)
        self.expect(path, "title", bool(page.title().split("–")[0].strip()), True)
        for width, scheme in LOOKS[self.language]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            self.expect(path, f"axe {width} {scheme}", self.violations(page), [])
            self.expect(path, f"wider than {width}", page.evaluate(EXCESS) > 0, False)
        for width in WINDOWS:
            page.set_viewport_size({"width": width, "height": 900})
            self.expect(path, f"wider than {width}", page.evaluate(EXCESS) > 0, False)

    def violations(self, page):
        found = self.axe.run(page, options=RULES).response["violations"]
        return [
            (rule["id"], node["html"][:200], node["failureSummary"][:200]) for rule in found for node in rule["nodes"]
        ]

    def expect(self, path, what, found, wanted):
        if found != wanted:
            self.faults.append((path, what, found))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", ["empty", "one"])
def test_no_page_of_a_company_just_begun_breaks_a_rule(visit, axe, language, size):
    admin = AdminFactory(language=language, company__language=language)
    paths = ["/", reverse("company"), *(reverse(f"settings-{name}") for name in SETTINGS)]
    department = DepartmentFactory(company=admin.company)
    paths.append(department.get_absolute_url())
    if size == "one":
        objective = ObjectiveFactory(owner=admin, department=department, cycle__company=admin.company)
        paths += [objective.get_absolute_url(), KeyResultFactory(objective=objective).get_absolute_url()]
        paths.append(ObjectiveFactory(owner=admin, department=department).get_absolute_url())
    visitor = Visitor(visit, axe, language)
    for path in paths:
        visitor.check(admin, path)
    assert visitor.faults == []
