"""The sheet on which many actuals are typed at once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.domain.collecting import SheetChanged, record_sheet
from kpis.domain.kpis import archive_kpi, change_kpi
from kpis.domain.measurements import Actual, record_measurement
from kpis.forms.sheet import SheetForm
from kpis.models import Measurement, MeasurementEntry
from kpis.periods import Frequency, parse_key
from tests.factories import AdminFactory, DepartmentFactory, UserFactory, ViewerFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
TODAY = "2026-11-18"
OCTOBER = parse_key("2026-10", Frequency.MONTH, 4)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(name="Leads")


@pytest.fixture
def member(client, kpi):
    client.force_login(kpi.owner)
    return client


def record(kpi, value, period=OCTOBER):
    record_measurement(kpi, period, Decimal(value), author=kpi.owner)


def posted(kpi, **cells):
    """What the browser sends of one KPI; m10 is October as (typed, seen)."""
    data = {"day": TODAY, "kpi": [kpi.pk]}
    for name, (typed, seen) in cells.items():
        key = f"{kpi.pk}-2026-{name.removeprefix('m')}"
        data |= {f"actual-{key}": typed, f"seen-{key}": seen}
    return data


def save(client, data):
    return client.post(reverse("kpi-collect"), data)


def stored(kpi):
    return dict(Measurement.objects.filter(kpi=kpi).values_list("period", "value"))


def cell(response, key):
    return next(cell for cell in response.context["form"].cells if cell.key == key)


def test_a_sheet_shows_six_ended_periods_and_the_running_one(member, kpi):
    record(kpi, "1234567.25")

    response = member.get(reverse("kpi-collect"))

    group = response.context["groups"][0]
    assert [column.ref for column in group.columns] == [f"period-2026-{month:02}" for month in range(5, 12)]
    assert [bool(column.note) for column in group.columns] == [False] * 6 + [True]
    assert cell(response, f"{kpi.pk}-2026-10").text == "1,234,567.25"


def test_numbers_are_read_as_people_type_them_and_only_changed_cells_are_written(member, kpi):
    record(kpi, "92.5")

    response = save(member, posted(kpi, m09=("１２,５００", ""), m10=("92.5", "92.5"), m11=("3万", ""), m08=("", "")))

    assert response.status_code == 302
    assert stored(kpi) == {"2026-09": 12500, "2026-10": Decimal("92.5"), "2026-11": 30000}
    assert MeasurementEntry.objects.count() == 3


def test_one_wrong_cell_saves_nothing_and_everything_typed_stays(member, kpi):
    response = save(member, posted(kpi, m09=("12", ""), m10=("many", "")))

    assert response.status_code == 422
    assert stored(kpi) == {}
    assert cell(response, f"{kpi.pk}-2026-09").text == "12"
    wrong = cell(response, f"{kpi.pk}-2026-10")
    assert (wrong.text, "many" in wrong.message) == ("many", True)


def test_an_actual_is_not_removed(member, kpi):
    record(kpi, "5")

    response = save(member, posted(kpi, m10=("", "5")))

    assert response.status_code == 422
    assert stored(kpi) == {"2026-10": 5}


def test_a_cell_that_somebody_changed_meanwhile_shows_both_values_and_saves_on_the_second_press(member, kpi):
    record(kpi, "95")

    response = save(member, posted(kpi, m09=("7", ""), m10=("93", "90")))

    assert response.status_code == 409
    found = cell(response, f"{kpi.pk}-2026-10")
    assert (found.text, found.seen_text, "95" in found.message) == ("93", "95", True)
    assert stored(kpi) == {"2026-10": 95}
    assert save(member, posted(kpi, m09=("7", ""), m10=("93", "95"))).status_code == 302
    assert stored(kpi) == {"2026-09": 7, "2026-10": 93}


def test_a_cell_left_alone_takes_nothing_back(member, kpi):
    record(kpi, "95")

    assert save(member, posted(kpi, m10=("90", "90"))).status_code == 302
    assert stored(kpi) == {"2026-10": 95}


def test_a_value_recorded_between_reading_and_writing_is_noticed_under_the_lock(kpi):
    record(kpi, "95")
    place = (kpi.pk, "2026-10")

    with pytest.raises(SheetChanged):
        record_sheet([Actual(kpi, OCTOBER, Decimal(93))], {place: None}, author=kpi.owner)


def test_a_kpi_archived_meanwhile_is_told_and_nothing_is_saved(member, kpi):
    other = KpiFactory(owner=kpi.owner)
    archive_kpi(other, actor=kpi.owner)
    data = posted(kpi, m10=("1", "")) | {"kpi": [kpi.pk, other.pk]}

    response = save(member, data)

    assert response.status_code == 409
    assert stored(kpi) == {}
    assert cell(response, f"{kpi.pk}-2026-10").text == "1"


def test_a_sheet_opened_last_month_still_saves_the_cells_it_showed(member, kpi):
    form = SheetForm([kpi], kpi.company, date(2026, 10, 31))
    data = posted(kpi, m04=("4", "")) | {"day": "2026-10-31"}

    assert form.cells[0].key == f"{kpi.pk}-2026-04"
    assert save(member, data).status_code == 302
    assert stored(kpi) == {"2026-04": 4}


def test_the_sheet_holds_what_the_person_may_record():
    admin = AdminFactory()
    above, owner = (UserFactory(company=admin.company) for _each in range(2))
    place = DepartmentFactory(company=admin.company, manager=above)
    theirs = KpiFactory(owner=owner, department=place, name="Theirs")
    KpiFactory(owner=admin, name="Of the company")
    KpiFactory(name="Of another company")

    names = {person: [kpi.name for kpi, _cells in sheet_rows(person)] for person in (admin, above, owner)}

    assert names == {admin: ["Of the company", "Theirs"], above: [theirs.name], owner: [theirs.name]}


def sheet_rows(person):
    client = Client()
    client.force_login(person)
    return client.get(reverse("kpi-collect")).context["form"].rows


def test_viewers_record_nothing(client, kpi):
    client.force_login(ViewerFactory(company=kpi.company))

    assert client.get(reverse("kpi-collect")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_any_number_of_kpis_takes_the_same_queries(member, kpi, rows):
    for _each in range(rows - 1):
        KpiFactory(owner=kpi.owner)
    for each in kpi.owner.kpis.all():
        record(each, "1")
    member.get(reverse("kpi-collect"))  # the session remembers the cycle from the first page on

    with CaptureQueriesContext(connection) as queries:
        member.get(reverse("kpi-collect"))

    assert len(queries) == 6


# What the home page asks for


def due_lines(client, kpi):
    client.force_login(kpi.owner)
    return [(row["name"], row["period"], bool(row["late"])) for row in client.get(reverse("kpi-due")).context["rows"]]


def test_the_home_page_asks_for_the_last_ended_period_late_ones_first(client, kpi):
    mine = {"owner": kpi.owner}
    KpiFactory(**mine, name="Weekly", frequency="week")
    KpiFactory(**mine, name="Computed", formula=f"{kpi.code} * 2")
    KpiFactory(**mine, name="Archived", archived_at=NOON)
    KpiFactory(owner=UserFactory(company=kpi.company), name="Theirs")
    record(KpiFactory(**mine, name="Recorded"), "1")
    record(kpi, "1", parse_key("2026-09", Frequency.MONTH, 4))

    assert due_lines(client, kpi) == [("Leads", "October 2026", True), ("Weekly", "2026-W46 (9 Nov–15 Nov)", False)]


def test_an_actual_recorded_is_no_longer_asked_for(client, kpi):
    record(kpi, "1")

    assert due_lines(client, kpi) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_any_number_of_due_kpis_takes_the_same_queries(member, kpi, django_assert_num_queries, rows):
    for _each in range(rows - 1):
        KpiFactory(owner=kpi.owner)
    member.get(reverse("kpi-due"))

    with django_assert_num_queries(4):
        member.get(reverse("kpi-due"))


def test_what_was_typed_for_another_rhythm_is_told_and_the_rest_kept(member, kpi):
    other = KpiFactory(owner=kpi.owner)
    change_kpi(kpi, actor=kpi.owner, frequency="week", reason="Sooner")
    data = posted(kpi, m09=("44", "44"), m10=("55", "")) | posted(other, m10=("66", ""))

    response = save(member, data | {"kpi": [kpi.pk, other.pk]})

    assert (response.status_code, stored(kpi), stored(other)) == (409, {}, {})
    assert response.context["form"].strays == [(kpi, "2026-10", "55")]
    assert cell(response, f"{other.pk}-2026-10").text == "66"
