import pytest
from django.utils import translation

from common.tables import TableError
from people.domain.importing.planning import make_plan
from people.models import Department, User
from tests.factories import DepartmentFactory, UserFactory, ViewerFactory
from tests.people.importing import AOI, PEOPLE_HEADER, load, paths, sheet, told

pytestmark = pytest.mark.django_db


# Departments


TREE = [
    ["コード", "部門名", "上位部門"],
    ["", "東京課", "営業部"],
    ["S", "営業部", ""],
    ["", "第1係", "営業部/東京課"],
]


def test_a_tree_may_come_in_any_order(admin):
    load(admin, sheet(TREE, kind="departments"))

    assert set(paths(admin.company)) == {"営業部", "営業部/東京課", "営業部/東京課/第1係"}


def test_a_code_keeps_its_department_through_renaming_and_moving(admin):
    load(admin, sheet(TREE, kind="departments"))
    sales = Department.objects.get(code="S")

    load(
        admin,
        sheet([["コード", "名称", "上位部門"], ["T", "本社", ""], ["S", "第一営業部", "T"]], kind="departments"),
    )

    sales.refresh_from_db()
    assert (sales.name, sales.parent.name) == ("第一営業部", "本社")
    assert "本社/第一営業部/東京課/第1係" in paths(admin.company)


def test_two_departments_may_swap_names_and_codes(admin):
    first = DepartmentFactory(company=admin.company, name="A", code="1")
    second = DepartmentFactory(company=admin.company, name="B", code="2")

    load(admin, sheet([["Code", "Name"], ["1", "B"], ["2", "A"]], kind="departments"))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.name) == ("B", "A")


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([["", "A", "B"], ["", "B", "A"]], "A department cannot belong to itself or to one below it."),
        ([["S", "営業部", "東京課"]], "A department cannot belong to itself or to one below it."),
        ([["", "A", "X"]], "There is no department “X”."),
        ([["", "A", ""], ["", "A", ""]], "Row 2 is the same department."),
        ([["S", "A", ""], ["S", "B", ""]], "Row 2 is the same department."),
        ([["Z", "A", ""], ["Z", "B", ""]], "Another department has this code."),
        ([["S", "人事部", ""]], "There is already a department of this name in the same place."),
        ([["", "", ""]], None),
        ([["Q", "", ""]], "The name is missing."),
    ],
)
def test_a_tree_that_cannot_be_is_refused(admin, records, message):
    load(admin, sheet([*TREE, ["", "人事部", ""]], kind="departments"))
    if message is None:
        with pytest.raises(TableError):
            sheet([TREE[0], *records], kind="departments")
        return

    with translation.override("en"):
        found = told(admin, sheet([TREE[0], *records], kind="departments"))

    assert found
    assert set(found) == {message}


# Managers


MANAGED = ["部門名", "マネージャー"]


def test_a_manager_may_come_from_the_file_beside(admin):
    load(admin, sheet([MANAGED, ["本社", "aoi@example.com"]], kind="departments"), sheet([PEOPLE_HEADER, AOI]))

    assert Department.objects.get().manager.email == "aoi@example.com"


def test_a_mark_makes_a_manager_and_a_cross_ends_it(admin):
    department = DepartmentFactory(company=admin.company, name="本社")
    load(admin, sheet([PEOPLE_HEADER, [*AOI[:4], "本社", "", "", "", "○"]]))
    department.refresh_from_db()
    assert department.manager.email == "aoi@example.com"

    load(admin, sheet([["メール", "マネージャー"], ["aoi@example.com", "×"]]))
    department.refresh_from_db()
    assert department.manager is None


def test_a_new_manager_replaces_the_former_and_the_row_says_so(admin):
    former = UserFactory(company=admin.company)
    DepartmentFactory(company=admin.company, name="本社", manager=former)

    plan = make_plan(admin.company, [sheet([PEOPLE_HEADER, [*AOI[:4], "本社", "", "", "", "○"]])])

    assert ("manager", former.email, "aoi@example.com") in plan.created[0].changes


@pytest.mark.parametrize(
    ("departments", "people", "message"),
    [
        ([["本社", "a@example.com, b@example.com"]], [], "A department has one manager. Give one e-mail address."),
        ([["本社", "x@example.com"]], [], "Nobody in your company has the address x@example.com."),
        ([["本社", "v@example.com"]], [], "Viewers and deactivated people cannot manage a department."),
        (
            [["本社", "m@example.com"]],
            [["m@example.com", "本社", "閲覧者", ""]],
            "Viewers and deactivated people cannot manage a department.",
        ),
        ([["本社", "m@example.com"]], [["n@example.com", "本社", "", "○"]], "“本社” would get two managers."),
        (
            [["本社", ""]],
            [["m@example.com", "本社", "", "○"], ["n@example.com", "本社", "", "○"]],
            "“本社” would get two managers.",
        ),
        (
            [["本社", ""]],
            [["k@example.com", "", "閲覧者", ""]],
            "A viewer cannot manage a department. Choose another manager first.",
        ),
    ],
)
def test_a_manager_who_cannot_be_is_refused(admin, departments, people, message):
    ViewerFactory(company=admin.company, email="v@example.com")
    for letter in "kmn":
        UserFactory(company=admin.company, email=f"{letter}@example.com")
    manager = User.objects.get(email="k@example.com")
    DepartmentFactory(company=admin.company, name="支社", manager=manager)
    sheets = [sheet([MANAGED, *departments], kind="departments")]
    if people:
        sheets.append(sheet([["メール", "部門", "権限", "マネージャー"], *people]))

    with translation.override("en"):
        assert told(admin, *sheets) == [message]


# Other companies


def test_an_address_used_elsewhere_looks_like_any_other(admin, client):
    elsewhere = UserFactory(email="aoi@example.com", family_name="Other")
    people = sheet([PEOPLE_HEADER, AOI])

    plan = load(admin, people)

    assert len(plan.created) == 1
    person = User.objects.get(company=admin.company, unclaimed_email="aoi@example.com")
    assert person.email is None
    elsewhere.refresh_from_db()
    assert elsewhere.family_name == "Other"
    assert not make_plan(admin.company, [people]).changes_anything


def test_departments_of_another_company_are_never_matched(admin):
    foreign = DepartmentFactory(name="本社", code="H", manager=UserFactory(email="x@example.com"))

    assert len(told(admin, sheet([PEOPLE_HEADER, [*AOI[:4], "H", "", "", "", ""]]))) == 1
    assert len(told(admin, sheet([MANAGED, ["本社", "x@example.com"]], kind="departments"))) == 1
    load(admin, sheet([["コード", "名称"], ["H", "支社"]], kind="departments"))
    foreign.refresh_from_db()
    assert (foreign.name, Department.objects.filter(code="H").count()) == ("本社", 2)
