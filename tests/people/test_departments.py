import pytest

from people.domain.departments import delete_department, save_department, shift_department
from people.domain.errors import PeopleError
from people.models import AuditEntry, Department
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return AdminFactory()


def test_a_new_department_goes_to_the_end_of_its_place(admin):
    DepartmentFactory(company=admin.company, position=4)

    department = save_department(Department(company=admin.company, name="営業部"), actor=admin)

    assert department.position == 5
    assert AuditEntry.objects.get().action == "department.created"


def test_a_department_cannot_hang_below_itself(admin):
    top = DepartmentFactory(company=admin.company)
    middle = DepartmentFactory(company=admin.company, parent=top)
    bottom = DepartmentFactory(company=admin.company, parent=middle)

    for parent in (top, middle, bottom):
        top.parent = parent
        with pytest.raises(PeopleError) as refusal:
            save_department(top, actor=admin)
        assert refusal.value.field == "parent"

    assert Department.objects.get(pk=top.pk).parent is None


@pytest.mark.parametrize("kind", ["viewer", "inactive", "foreign"])
def test_who_cannot_manage_does_not(admin, kind):
    manager = {
        "viewer": lambda: ViewerFactory(company=admin.company),
        "inactive": lambda: UserFactory(company=admin.company, is_active=False),
        "foreign": UserFactory,
    }[kind]()

    with pytest.raises(PeopleError) as refusal:
        save_department(Department(company=admin.company, name="営業部", manager=manager), actor=admin)

    assert refusal.value.field == "manager"


def test_a_parent_of_another_company_is_refused(admin):
    with pytest.raises(PeopleError):
        save_department(Department(company=admin.company, name="営業部", parent=DepartmentFactory()), actor=admin)


@pytest.mark.parametrize(("field", "value"), [("name", "営業部"), ("code", "S1")])
def test_name_and_code_are_taken_once(admin, field, value):
    DepartmentFactory(company=admin.company, **{field: value})
    department = DepartmentFactory(company=admin.company)
    setattr(department, field, value)

    with pytest.raises(PeopleError) as refusal:
        save_department(department, actor=admin)

    assert refusal.value.field == field


def test_departments_change_places_and_stop_at_the_ends(admin):
    first, second, third = (DepartmentFactory(company=admin.company, name=name) for name in "ABC")

    shift_department(third, -1, actor=admin)
    shift_department(first, -1, actor=admin)

    assert list(Department.objects.all()) == [first, third, second]
    assert AuditEntry.objects.count() == 1


def test_an_empty_department_can_be_deleted(admin):
    department = DepartmentFactory(company=admin.company, name="営業部")

    delete_department(department, actor=admin)

    assert not Department.objects.exists()
    assert AuditEntry.objects.get().label == "営業部"


def test_a_department_that_holds_something_stays_and_says_what(admin):
    objective = ObjectiveFactory(owner=UserFactory(company=admin.company))
    department = objective.department
    UserFactory(company=admin.company, department=department)
    DepartmentFactory(company=admin.company, parent=department)

    with pytest.raises(PeopleError) as refusal:
        delete_department(department, actor=admin)

    for held in (Department, type(objective), type(admin)):
        assert str(held._meta.verbose_name) in str(refusal.value)
    assert Department.objects.filter(pk=department.pk).exists()
    assert not AuditEntry.objects.exists()
