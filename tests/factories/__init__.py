"""The smallest valid thing of each kind; the company is always derived, so that tenants never mix."""

from tests.factories.goals import (
    CycleFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
)
from tests.factories.people import (
    AdminFactory,
    CompanyFactory,
    DepartmentFactory,
    UserFactory,
    ViewerFactory,
)

__all__ = [
    "AdminFactory",
    "CompanyFactory",
    "CycleFactory",
    "DepartmentFactory",
    "IndividualObjectiveFactory",
    "KeyResultFactory",
    "MilestoneFactory",
    "ObjectiveFactory",
    "UserFactory",
    "ViewerFactory",
]
