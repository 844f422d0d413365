import factory
from factory.django import DjangoModelFactory

from people.models import Company, Department, Role, User


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Company {n}")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    company = factory.SubFactory(CompanyFactory)
    name = factory.Sequence(lambda n: f"Department {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    company = factory.SubFactory(CompanyFactory)
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    given_name = "Given"
    language = "en"
    password = "!"


class AdminFactory(UserFactory):
    role = Role.ADMIN


class ViewerFactory(UserFactory):
    role = Role.VIEWER
