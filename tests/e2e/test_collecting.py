"""The sheet of actuals: worked on like a spreadsheet, and without scripts too."""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpis.models import Kpi, Measurement
from tests.e2e.inspection import faults_of
from tests.factories.kpis import KpiFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def member(load_company, language):
    staff = load_company(language)
    member = staff.people[staff.logins["member"]]
    for number, name in enumerate(["商談数", "新規リード数", "解約率"]):
        KpiFactory(owner=member, name=name, code=f"SHEET_{number}", unit=["件", "件", "%"][number])
    KpiFactory(owner=member, name="売上高", code="SHEET_W", unit="円", frequency=Kpi.Frequency.WEEK)
    return member


def cell(page, kpi, period):
    return page.locator(f"[name='actual-{kpi.pk}-{period}']")


def sheet_kpis():
    return list(Kpi.objects.filter(code__startswith="SHEET_", frequency="month").order_by("name"))


def stored():
    return {(row.kpi_id, row.period): row.value for row in Measurement.objects.filter(kpi__code__startswith="SHEET_")}


def test_arrows_enter_and_a_pasted_block(visit, member, language):
    page = visit(member, reverse("kpi-collect"))
    first, second, third = sheet_kpis()
    cell(page, first, "2026-09").fill("１２")
    page.keyboard.press("Enter")
    expect(cell(page, second, "2026-09")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, second, "2026-10")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, first, "2026-10")).to_be_focused()
    cell(page, second, "2026-09").evaluate(PASTE, "1,200\t3万\n7\t8\n9\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast]")).to_be_visible()

    assert stored() == {
        (first.pk, "2026-09"): 12,
        (second.pk, "2026-09"): 1200,
        (second.pk, "2026-10"): 30000,
        (third.pk, "2026-09"): 7,
        (third.pk, "2026-10"): 8,
    }


def test_a_wrong_cell_takes_the_focus_and_nothing_typed_is_lost(visit, member, language):
    page = visit(member, reverse("kpi-collect"))
    first, second, _third = sheet_kpis()
    cell(page, first, "2026-09").fill("12")
    cell(page, second, "2026-10").fill("たくさん")
    page.locator(".sheet-foot button").click()
    expect(cell(page, second, "2026-10")).to_be_focused()

    assert cell(page, first, "2026-09").input_value() == "12"
    assert stored() == {}
    assert faults_of(page, language) == []


def test_the_sheet_works_without_scripts(visit, member):
    page = visit(member, reverse("kpi-collect"), java_script_enabled=False)
    first = sheet_kpis()[0]
    cell(page, first, "2026-10").fill("1.5")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_be_visible()

    assert stored() == {(first.pk, "2026-10"): Decimal("1.5")}


def test_a_file_is_looked_at_and_imported(visit, member, language):
    page = visit(member, reverse("kpi-import"))
    rows = "Code,Period,Actual\nSHEET_0,2026-09,1234.5\nSHEET_0,2026-10,8\n"
    choose(page, "SHEET_0,2026-09,x\nNONE,2026-10,1\n".join(["Code,Period,Actual\n", ""]))
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_of(page, language) == []
    page.goto(reverse("kpi-import"))
    choose(page, rows)
    assert faults_of(page, language) == []
    page.locator("main form button.primary").click()
    expect(page.locator("[data-toast]")).to_be_visible()

    assert sorted(stored().values()) == [8, Decimal("1234.5")]


def choose(page, text):
    file = {"name": "actuals.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("[name=file]").set_input_files(file)
    page.locator("main form button.primary").click()
    page.wait_for_url("**/check/")


def test_the_home_page_leads_to_a_kpi_that_waits(visit, member, language):
    page = visit(member)
    expect(page.locator("#kpis-due li")).to_have_count(4)
    assert faults_of(page, language) == []
    page.locator("#kpis-due .btn").first.click()
    expect(page.locator("form[action$='/record/']")).to_be_visible()
