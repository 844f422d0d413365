from dataclasses import dataclass

import pytest

from people.tree import DepartmentTree


@dataclass(frozen=True)
class Manager:
    pk: int
    is_active: bool = True


@dataclass(frozen=True)
class Department:
    pk: int
    parent_id: int | None = None
    manager: Manager | None = None

    @property
    def manager_id(self):
        return self.manager and self.manager.pk


BOSS, LEAD, GONE = Manager(91), Manager(92), Manager(93, is_active=False)
#   1 (boss)         6 (nobody)
#   ├── 2 (lead)     └── 7 (gone)
#   │   ├── 3 (gone)
#   │   └── 4 (lead)
#   └── 5 (nobody)
TREE = DepartmentTree(
    [
        Department(1, None, BOSS),
        Department(2, 1, LEAD),
        Department(3, 2, GONE),
        Department(4, 2, LEAD),
        Department(5, 1),
        Department(6),
        Department(7, 6, GONE),
    ]
)


@pytest.mark.parametrize(("department", "path"), [(1, [1]), (4, [4, 2, 1]), (7, [7, 6]), (None, []), (99, [])])
def test_a_path_goes_up_nearest_first(department, path):
    assert [each.pk for each in TREE.path(department)] == path


@pytest.mark.parametrize(("department", "below"), [(1, {1, 2, 3, 4, 5}), (2, {2, 3, 4}), (5, {5}), (6, {6, 7})])
def test_below_is_the_department_and_all_under_it(department, below):
    assert TREE.below(department) == below


@pytest.mark.parametrize(
    ("department", "line"),
    [
        (1, [91]),
        (2, [92, 91]),
        (3, [92, 91]),  # its own manager has left
        (4, [92, 91]),  # the same person twice counts once
        (5, [91]),  # without a manager of its own
        (6, []),
        (7, []),
        (None, []),
        (99, []),
    ],
)
def test_the_manager_line_is_of_active_managers_nearest_first(department, line):
    assert TREE.manager_line(department) == line


@pytest.mark.parametrize(("manager", "managed"), [(91, {1, 2, 3, 4, 5}), (92, {2, 3, 4}), (93, {3, 7}), (94, set())])
def test_a_manager_manages_the_department_and_all_below(manager, managed):
    assert TREE.managed_by(manager) == managed


def test_near_are_the_departments_of_their_two_nearest_managers():
    assert TREE.near == {91: [1, 2, 3, 4, 5], 92: [2, 3, 4], None: [1, 5, 6, 7]}


@pytest.mark.parametrize(
    ("department", "parent", "loops"),
    [(1, 4, True), (2, 2, True), (2, 3, True), (2, 5, False), (4, 1, False), (1, None, False), (1, 7, False)],
)
def test_a_department_cannot_hang_below_itself(department, parent, loops):
    assert TREE.would_loop(department, parent) is loops


def test_the_tree_is_walked_branch_by_branch():
    assert [(each.pk, depth) for each, depth in TREE.walk()] == [
        (1, 0),
        (2, 1),
        (3, 2),
        (4, 2),
        (5, 1),
        (6, 0),
        (7, 1),
    ]
