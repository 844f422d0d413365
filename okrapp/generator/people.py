"""The departments, as a tree of three or four levels, and the people in them."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.contrib.auth.hashers import make_password

from okrapp.generator.writing import reserve_ids, write_objects
from people.models import Cadence, Department, Role, User

TOPS = 6
CHILDREN = 3
BIWEEKLY_EACH = 10
VIEWERS = 0.02
LEFT = 0.02


@dataclass
class Staff:
    people: list
    departments: list
    depths: dict = field(default_factory=dict)
    able: dict = field(default_factory=dict)

    def of(self, department):
        """Those of a department who may own things, its manager first; anybody where there is none."""
        return self.able.get(department and department.pk) or self.able[None]


def hire(shop):
    """Write departments and people; the first person is the administrator."""
    departments = plan_departments(shop)
    people = plan_people(shop, departments)
    staff = Staff(people, departments)
    for department in departments:
        staff.depths[department.pk] = staff.depths.get(department.parent_id, -1) + 1
    for person in people:
        if person.is_active and not person.is_viewer:
            staff.able.setdefault(person.department_id, []).append(person)
    write_objects(departments)
    write_objects(people)
    for department in departments:
        if department.pk in staff.able:
            department.manager = staff.able[department.pk][0]
    Department.objects.bulk_update(departments, ["manager"], batch_size=500)
    return staff


def plan_departments(shop):
    departments, depths = [], []
    for index, pk in enumerate(reserve_ids(Department, shop.plan.departments)):
        above = (index - TOPS) // CHILDREN if index >= TOPS else None
        depths.append(0 if above is None else depths[above] + 1)
        department = Department(
            pk=pk,
            company=shop.company,
            parent=None if above is None else departments[above],
            name=name_of(shop, index, depths[-1]),
            code=f"D{index + 1:04}",
            position=index,
            cadence=Cadence.BIWEEKLY if index % BIWEEKLY_EACH == BIWEEKLY_EACH - 1 else "",
        )
        department.fill_search_text()
        departments.append(department)
    return departments


def name_of(shop, index, depth):
    fields, patterns = shop.words["fields"], shop.words["department_of_depth"]
    pattern = patterns[min(depth, len(patterns) - 1)]
    return pattern.format(field=fields[index % len(fields)], number=index // len(fields) + 1)


def plan_people(shop, departments):
    joined = datetime.combine(shop.plan.day, time(), tzinfo=shop.company.zone)
    password = make_password(None)
    return [
        person_of(shop, index, pk, departments, joined_at=joined, created_at=joined, password=password)
        for index, pk in enumerate(reserve_ids(User, shop.plan.people))
    ]


def person_of(shop, index, pk, departments, **fields):
    (family, family_reading), (given, given_reading) = shop.pick("names"), shop.pick("given_names")
    is_first = index < 1 + len(departments)
    person = User(
        pk=pk,
        company=shop.company,
        email=f"person{index + 1}@company{shop.company.pk}.example.com",
        family_name=family,
        given_name=given,
        furigana=f"{family_reading} {given_reading}".strip(),
        role=role_of(shop, index, is_first),
        department=departments[(index - 1) % len(departments)] if index and departments else None,
        language=shop.plan.language,
        is_active=is_first or not shop.chance(LEFT),
        **fields,
    )
    person.fill_search_text()
    return person


def role_of(shop, index, is_first):
    if index == 0:
        return Role.ADMIN
    return Role.VIEWER if not is_first and shop.chance(VIEWERS) else Role.MEMBER
