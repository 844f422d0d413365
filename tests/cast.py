"""The people every rule is tried on: one company with a tree of departments, and a stranger from another one.

Head office (boss) ── Sales (lead): member, viewer, owner, contributor, objective_owner
                   └─ Design (neighbour)
Empty: nobody manages it
Left behind (a manager who has left): orphan
"""

from types import SimpleNamespace

from people.models import User
from tests.factories import AdminFactory, CompanyFactory, DepartmentFactory, UserFactory, ViewerFactory


def cast():
    """Return the people and departments by name, fresh from the database so that no tree is kept from before."""
    company, other = CompanyFactory(), CompanyFactory()
    head, empty, left_behind = DepartmentFactory.create_batch(3, company=company)
    sales, design = DepartmentFactory.create_batch(2, company=company, parent=head)
    people = {
        "admin": AdminFactory(company=company),
        "boss": UserFactory(company=company, department=head),
        "lead": UserFactory(company=company, department=sales),
        "neighbour": UserFactory(company=company, department=design),
        "member": UserFactory(company=company, department=sales),
        "viewer": ViewerFactory(company=company, department=sales),
        "owner": UserFactory(company=company, department=sales),
        "contributor": UserFactory(company=company, department=sales),
        "objective_owner": UserFactory(company=company, department=sales),
        "orphan": UserFactory(company=company, department=left_behind),
        "gone": UserFactory(company=company, department=left_behind, is_active=False),
        "stranger": AdminFactory(company=other),
    }
    for department, manager in [(head, "boss"), (sales, "lead"), (design, "neighbour"), (left_behind, "gone")]:
        department.manager = people[manager]
        department.save()
    fresh = {name: User.objects.select_related("company").get(pk=person.pk) for name, person in people.items()}
    places = {"head": head, "sales": sales, "design": design, "empty": empty, "left_behind": left_behind}
    return SimpleNamespace(company=company, **fresh, **places)


def rows(table, *, skip=1):
    """Read a table of yes and no into (what the row is about, actor, expected) triples."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    return [
        (*line[:skip], actor, {"yes": True, "no": False}[answer])
        for line in lines
        for actor, answer in zip(header, line[skip:], strict=True)
    ]
