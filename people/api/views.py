"""People and departments of the token owner's company, to be read."""

from people.api.filters import DepartmentFilters, PersonFilters
from people.api.rows import Row, Rows
from people.api.serializers import DepartmentSerializer, PersonSerializer
from people.models import Department, User


class ReadablePeople:
    model = User
    serializer_class = PersonSerializer

    def readable_to(self, user):
        return User.objects.colleagues_of(user)


class PersonList(ReadablePeople, Rows):
    """Everybody of the company, deactivated people included."""

    filterset_class = PersonFilters


class PersonDetail(ReadablePeople, Row):
    """One person."""


class ReadableDepartments:
    model = Department
    serializer_class = DepartmentSerializer

    def readable_to(self, user):
        return Department.objects.filter(company=user.company_id)


class DepartmentList(ReadableDepartments, Rows):
    """The departments; `parent` makes a tree of them."""

    filterset_class = DepartmentFilters


class DepartmentDetail(ReadableDepartments, Row):
    """One department."""
