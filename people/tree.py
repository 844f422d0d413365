"""The department tree of one company, held in memory. Pure: works on any objects with pk, parent_id and manager."""

from collections import defaultdict
from functools import cached_property


class DepartmentTree:
    """Answers who is above and below whom without further queries."""

    def __init__(self, departments):
        self.departments = {department.pk: department for department in departments}
        self.children, self.paths, self.settings = defaultdict(list), {}, {}
        for department in self.departments.values():
            self.children[department.parent_id].append(department)

    def get(self, department_id):
        return self.departments.get(department_id)

    def path(self, department_id):
        """The department and those above it, nearest first."""
        if department_id not in self.paths:
            self.paths[department_id] = list(self.upwards(department_id))
        return self.paths[department_id]

    def upwards(self, department_id):
        while department_id in self.departments:
            department = self.departments[department_id]
            yield department
            department_id = department.parent_id

    def stated(self, department_id, fields):
        """What the nearest from the department upwards says about each of the fields; None where none does."""
        if (department_id, fields) not in self.settings:
            path = self.path(department_id)
            self.settings[department_id, fields] = [nearest(path, field) for field in fields]
        return self.settings[department_id, fields]

    def below(self, department_id):
        """Ids of the department and everything under it."""
        found, waiting = set(), [department_id]
        while waiting:
            current = waiting.pop()
            found.add(current)
            waiting += [child.pk for child in self.children[current]]
        return found

    def walk(self, parent_id=None, depth=0):
        """Yield (department, depth) in the order of the tree."""
        for department in self.children[parent_id]:
            yield department, depth
            yield from self.walk(department.pk, depth + 1)

    def managers(self, department_id):
        """The active managers of the department and of those above it, nearest first, each once."""
        managers = (department.manager for department in self.path(department_id))
        return list({manager.pk: manager for manager in managers if manager and manager.is_active}.values())

    def manager_line(self, department_id):
        """Their ids."""
        return [manager.pk for manager in self.managers(department_id)]

    def manager_of(self, person):
        """The nearest manager above a person, never themselves; or None."""
        managers = self.managers(person.department_id)
        return next((manager for manager in managers if manager.pk != person.pk), None)

    @cached_property
    def near(self):
        """{person id: ids of the departments of which they are the nearest manager or the next one}.

        Under None stand those that have not two managers above them.
        """
        found = defaultdict(list)
        for pk in self.departments:
            line = self.manager_line(pk)[:2]
            for person in line if len(line) == 2 else [*line, None]:
                found[person].append(pk)
        return found

    def managed_by(self, user_id):
        """Ids of all departments the person manages, directly or from above."""
        managed = set()
        for department in self.departments.values():
            if department.manager_id == user_id:
                managed |= self.below(department.pk)
        return managed

    def would_loop(self, department_id, parent_id):
        """Whether hanging the department under that parent would make it its own ancestor."""
        return any(above.pk == department_id for above in self.path(parent_id))


def nearest(path, field):
    values = (getattr(department, field) for department in path)
    return next((value for value in values if value not in ("", None)), None)
