"""Files of actuals: both forms, looked at before anything is recorded, and the same file twice."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from time import perf_counter

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from common.tables import write_csv, write_xlsx
from kpis import exports
from kpis.domain.importing.cells import read_period
from kpis.domain.importing.planning import make_plan
from kpis.domain.importing.saving import commit_actuals
from kpis.domain.kpis import archive_kpi, change_kpi
from kpis.domain.measurements import record_measurement
from kpis.imports import read_sheet
from kpis.models import Kpi, Measurement, MeasurementEntry
from kpis.periods import Frequency, NotAPeriod, parse_key
from people.domain.importing.saving import PlanChanged
from tests.factories import AdminFactory, UserFactory, ViewerFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
OCTOBER = parse_key("2026-10", Frequency.MONTH, 4)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(name="Leads", code="LEADS")


@pytest.fixture
def weekly(kpi):
    return KpiFactory(owner=kpi.owner, name="Sales", code="SALES", frequency=Kpi.Frequency.WEEK)


def sheet(text, encoding="utf-8"):
    return read_sheet(io.BytesIO(text.encode(encoding)), name="file.csv")


def load(user, found):
    return commit_actuals(user, found, seen=make_plan(user, found).fingerprint)


def told(user, text):
    return [(problem.row, problem.column, problem.message) for problem in make_plan(user, sheet(text)).problems]


def stored():
    return dict(Measurement.objects.order_by("kpi", "period").values_list("period", "value"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_one_actual_a_row_in_the_columns_and_encodings_of_spreadsheets(kpi, encoding):
    text = 'KPIコード,期間,実績,備考\nLEADS,2026年9月,３万,速報\nｌｅａｄｓ,2026/10,"12,500",\nLEADS,2026-08,,\n'

    plan = load(kpi.owner, sheet(text, encoding))

    assert (len(plan.created), stored()) == (2, {"2026-09": 30000, "2026-10": 12500})
    entries = MeasurementEntry.objects.order_by("measurement__period").values_list("value", "note", "way", "author")
    assert list(entries) == [(30000, "速報", "file", kpi.owner.pk), (12500, "", "file", kpi.owner.pk)]


def test_a_column_for_each_period(kpi, weekly):
    plan = load(kpi.owner, sheet("Code,2026-09,2026-10,2026-W46\nLEADS,1,2,\nSALES,,,3.5\n"))

    assert len(plan.created) == 3
    assert stored() == {"2026-09": 1, "2026-10": 2, "2026-W46": Decimal("3.5")}


def test_the_same_file_again_changes_nothing(kpi):
    found = sheet("Code,Period,Actual,Note\nLEADS,2026-09,1.50,early\nLEADS,2026-10,2,\n")
    load(kpi.owner, found)

    again = load(kpi.owner, found)

    assert (again.changes_anything, len(again.unchanged)) == (False, 2)
    assert MeasurementEntry.objects.count() == 2


def test_a_correction_keeps_the_old_value(kpi):
    record_measurement(kpi, OCTOBER, Decimal(1), author=kpi.owner)

    plan = load(kpi.owner, sheet("Code,Period,Actual,Note\nLEADS,2026-10,2,counted again\n"))

    assert [entry.changes for entry in plan.changed] == [[("actual", "1", "2"), ("note", "", "counted again")]]
    history = MeasurementEntry.objects.order_by("pk").values_list("value", "note")
    assert list(history) == [(1, ""), (2, "counted again")]


def test_every_wrong_row_is_told_and_nothing_is_recorded(kpi, weekly):
    others = KpiFactory(owner=UserFactory(company=kpi.company), code="OTHERS")
    KpiFactory(owner=others.owner, code="SECRET", visibility=Kpi.Visibility.RESTRICTED)
    archive_kpi(KpiFactory(owner=kpi.owner, code="OLD"), actor=kpi.owner)
    rows = ["LEADS,2026-10,many", "LEADS,2026-W40,1", "LEADS,2026-12,1", "LEADS,2026-09,1", "LEADS,2026-09,1"]
    rows += ["SALES,2026-W40,1", "OTHERS,2026-10,1", "SECRET,2026-10,1", "NONE,2026-10,1", "OLD,2026-10,1"]
    text = "\n".join(["Code,Period,Actual", *rows])

    assert told(kpi.owner, text) == [
        (2, "Actual", "“many” is not a number. Write it like 12,500 or 1.5, or with 万 and 億."),
        (3, "Period", "“2026-W40” is no period of this KPI. Measured: Every month."),
        (4, "Period", "That period has not begun yet."),
        (6, "Actual", "Row 5 has the same KPI and period."),
        (8, "Code", "The actuals of this KPI are not yours to record."),
        (9, "Code", "No KPI has the code “SECRET”."),
        (10, "Code", "No KPI has the code “NONE”."),
        (11, "Code", "This KPI is archived and takes no actuals."),
    ]
    with pytest.raises(PlanChanged):
        load(kpi.owner, sheet(text))
    assert stored() == {}


@pytest.mark.parametrize(
    ("text", "frequency", "key"),
    [
        ("２０２６－１０", "month", "2026-10"),
        ("2026/10/1", "month", "2026-10"),
        ("Oct-26", "month", "2026-10"),
        ("2026年10月5日", "day", "2026-10-05"),
        ("2026w7", "week", "2026-W07"),
        ("2026-Q3", "quarter", "2026-Q3"),
        ("2026-10-01", "quarter", "2026-Q3"),
        ("2026年度", "year", "2026"),
    ],
)
def test_periods_are_read_as_people_and_spreadsheets_write_them(text, frequency, key):
    assert read_period(text, Frequency(frequency), 4).key == key


@pytest.mark.parametrize("text", ["2026-10-02", "2026-13", "Foo-26", "0000-01", "2026-Q3", "2026-W23", "next", ""])
def test_what_names_no_month_is_refused(text):
    with pytest.raises(NotAPeriod):
        read_period(text, Frequency.MONTH, 4)


@pytest.mark.parametrize(("write", "suffix"), [(write_csv, "csv"), (write_xlsx, "xlsx")])
def test_what_is_exported_comes_back_unchanged(kpi, weekly, write, suffix):
    text = 'Code,Period,Actual,Note\nLEADS,2026-10,-0.125,=1+1\nLEADS,2026-09,1,"two  blanks\nand lines"\n'
    load(kpi.owner, sheet(f"{text}SALES,2026-W46,123456789.5,\n"))
    file = io.BytesIO()
    write(exports.actual_rows(kpi.owner), file)
    file.seek(0)

    plan = make_plan(kpi.owner, read_sheet(file, name=f"actuals.{suffix}"))

    assert (plan.problems, plan.changes_anything, len(plan.unchanged)) == ([], False, 3)
    assert MeasurementEntry.objects.filter(note="two  blanks\nand lines").exists()


def test_what_was_measured_at_another_frequency_is_not_exported(kpi):
    load(kpi.owner, sheet("Code,Period,Actual\nLEADS,2026-10,1\n"))
    change_kpi(kpi, actor=kpi.owner, reason="Closer", frequency="week")

    assert list(exports.actual_rows(kpi.owner)) == [exports.header()]


def test_the_template_has_a_row_for_each_kpi_to_record(kpi, weekly):
    assert list(exports.template_rows(kpi.owner)) == [
        ["Code", "KPI", "Unit", "Period", "Actual", "Note"],
        ["SALES", "Sales", "", "2026-W46", None, ""],
        ["LEADS", "Leads", "", "2026-10", None, ""],
    ]


# Pages


def upload(client, text, follow=True):
    file = io.BytesIO(text.encode())
    file.name = "actuals.csv"
    return client.post(reverse("kpi-import"), {"file": file}, follow=follow)


def test_a_member_looks_and_imports(client, kpi):
    client.force_login(kpi.owner)
    check = upload(client, "Code,Period,Actual,Owner\nLEADS,2026-10,12500,x\n")
    assert check.redirect_chain == [(reverse("kpi-import-check"), 302)]
    assert "12,500" in check.content.decode()
    assert stored() == {}

    seen = check.context["preview"].plan.fingerprint
    done = client.post(reverse("kpi-import-check"), {"seen": seen}, follow=True)

    assert done.redirect_chain == [(reverse("kpi-collect"), 302)]
    assert stored() == {"2026-10": 12500}


def test_an_actual_recorded_since_the_preview_is_shown_first(client, kpi):
    client.force_login(kpi.owner)
    check = upload(client, "Code,Period,Actual\nLEADS,2026-10,2\n")
    record_measurement(kpi, OCTOBER, Decimal(1), author=kpi.owner)

    seen = check.context["preview"].plan.fingerprint
    refused = client.post(reverse("kpi-import-check"), {"seen": seen})

    assert refused.status_code == 409
    assert stored() == {"2026-10": 1}
    assert len(refused.context["preview"].plan.changed) == 1


@pytest.mark.parametrize("text", ["", "Code,Actual\nLEADS,1\n", "Code,Name\nLEADS,x\n", "Code,Period,Actual\n"])
def test_a_file_that_cannot_be_taken_is_refused_at_once(client, kpi, text):
    client.force_login(kpi.owner)

    assert upload(client, text, follow=False).status_code == 422


def test_files_are_given_out_and_viewers_get_none(client, kpi):
    client.force_login(kpi.owner)
    answer = client.get(reverse("kpi-import-template", args=["csv"]))
    assert answer.getvalue().decode("utf-8-sig").splitlines()[1] == "LEADS,Leads,,2026-10,,"
    assert client.post(reverse("kpi-export", args=["pdf"])).status_code == 404

    client.force_login(ViewerFactory(company=kpi.company))
    assert client.post(reverse("kpi-export", args=["csv"])).status_code == 403


# Large files


def company_file(kpis, periods):
    rows = [f"{kpi.code},{key},{number}.25" for number, kpi in enumerate(kpis) for key in periods]
    return "\n".join(["Code,Period,Actual", *rows])


def months(count):
    return [f"{2026 - number // 12}-{12 - number % 12:02}" for number in range(2, count + 2)]


@pytest.mark.parametrize("count", [1, 10])
def test_any_number_of_rows_takes_the_same_queries(count):
    admin = AdminFactory()
    kpis = [KpiFactory(owner=admin) for _each in range(count)]
    found = sheet(company_file(kpis, months(12)))
    seen = make_plan(admin, found).fingerprint

    with CaptureQueriesContext(connection) as queries:
        commit_actuals(admin, found, seen=seen)

    assert len(queries) == 23


@pytest.mark.postgres
@pytest.mark.deep
def test_ten_thousand_actuals_are_looked_at_and_recorded(client, record_property):
    admin = AdminFactory()
    kpis = [KpiFactory(owner=admin) for _each in range(200)]
    text = company_file(kpis, months(50))
    client.force_login(admin)

    began = perf_counter()
    check = upload(client, text)
    looked = perf_counter()
    seen = check.context["preview"].plan.fingerprint
    done = client.post(reverse("kpi-import-check"), {"seen": seen})
    seconds = perf_counter() - began
    record_property("preview", looked - began)
    record_property("all", seconds)

    assert (done.status_code, Measurement.objects.count(), MeasurementEntry.objects.count()) == (302, 10_000, 10_000)
    assert not upload(client, text).context["preview"].plan.changes_anything
