"""An administrator begins: people from a file as Excel writes it, a cycle, and what the company wants first."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goals.models import Cycle, Objective
from people.domain.setup import issue_setup_code
from people.models import User
from tests.e2e.inspection import faults_of
from tests.e2e.words import LOCALES, say
from tests.factories import AdminFactory, CycleFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
DEPARTMENTS = "コード,部門名\nS1,第①営業部\n"
PEOPLE = """氏名,フリガナ,メールアドレス,部署,役職
髙橋 隆,タカハシ タカシ,takashi@example.com,第①営業部,部長
森 碧,モリ アオイ,aoi@example.com,第①営業部,
"""


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def admin(language):
    return AdminFactory(language=language, company__language=language)


def test_a_company_is_founded_with_the_code_of_the_console(visit, transactional_db, language):
    code = issue_setup_code()
    page = visit(None, reverse("setup"), locale=LOCALES[language])
    assert faults_of(page, language) == []
    page.fill("[name=code]", code)
    page.fill("[name=name]", "Midori")
    page.locator(f"[type=radio][name=language][value={language}]").check()
    page.fill("[name=family_name]", "Takahashi")
    page.fill("[name=email]", "naoko@example.com")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")

    for step in ("rhythm", "departments", "people", "cycle"):
        page.wait_for_url(f"**{reverse(f'setup-{step}')}")
        if step == "departments":
            page.fill("[name=lines]", "Sales\n  Field sales\nDevelopment")
        page.locator("form button[name=skip]" if step == "people" else "form.form button.primary").click()
    page.wait_for_url(f"**{reverse('setup-done')}")
    page.locator("main form button.primary").click()

    expect(page.locator("#week-lead")).to_be_attached()
    assert User.objects.get().company.departments.count() == 3
    assert Cycle.objects.count() == 1


def test_people_come_from_files_of_excel(visit, admin, language):
    page = visit(admin, reverse("settings-import"))
    page.set_input_files("[name=departments]", csv("部門.csv", DEPARTMENTS))
    page.set_input_files("[name=people]", csv("社員名簿.csv", PEOPLE))
    page.get_by_role("button", name=say(language, "Look at the changes")).click()

    expect(page.locator("main")).to_contain_text("第①営業部")
    assert User.objects.count() == 1
    assert faults_of(page, language) == []

    page.get_by_role("button", name=say(language, "Import"), exact=True).click()

    expect(page.locator("[data-toast]")).to_be_visible()
    person = User.objects.get(email="takashi@example.com")
    assert (person.name, person.department.name, person.job_title) == ("髙橋 隆", "第①営業部", "部長")


def csv(name, text):
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp932")}


def test_a_cycle_is_added_and_started(visit, admin, language):
    page = visit(admin, reverse("settings-cycles"))
    page.locator("a[href*='kind=quarter']").first.click()
    page.locator("form button.primary").click()
    expect(page.locator("[id^=cycle-][id$=-heading]")).to_have_count(1)

    page.locator("form[action$='/move/'] button.primary").click()

    expect(page.locator("[data-toast]")).to_be_visible()
    assert Cycle.objects.get().stage == Cycle.Stage.RUNNING


def test_an_objective_and_its_key_results_are_written_on_one_page(visit, admin):
    CycleFactory(company=admin.company)
    page = visit(admin, reverse("objective-new"))
    page.fill("[name$=title] >> nth=0", "顧客に選ばれ続ける")
    page.fill("[name$=why]", "信頼が次の一年をつくる")
    page.locator("[name$=level][value=company]").check(force=True)
    blocks = page.locator("fieldset.kr-fields")
    if blocks.count() < 2:
        page.locator("button[name=add][value=kr]").click()
        expect(blocks.nth(1)).to_be_visible()
    for number, (title, start, target) in enumerate(
        [("解約率を 5% から 2% へ", "5", "2"), ("NPS を 10 から 40 へ", "10", "40")]
    ):
        block = blocks.nth(number)
        block.locator("[name$=title]").fill(title)
        block.locator("[name$=start]").fill(start)
        block.locator("[name$=target]").fill(target)
    page.locator("button.primary[name=action][value=publish]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("顧客に選ばれ続ける")
    objective = Objective.objects.get()
    assert (objective.level, objective.state) == ("company", "active")
    assert [float(each.target) for each in objective.key_results.order_by("pk")] == [2, 40]
