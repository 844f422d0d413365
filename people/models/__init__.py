from people.models.api_token import ApiToken
from people.models.audit_entry import AuditEntry
from people.models.company import Cadence, Company
from people.models.day_off import DayOff
from people.models.department import Department
from people.models.idempotent_request import IdempotentRequest
from people.models.invitation import Invitation
from people.models.user import Role, Theme, User

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Cadence",
    "Company",
    "DayOff",
    "Department",
    "IdempotentRequest",
    "Invitation",
    "Role",
    "Theme",
    "User",
]
