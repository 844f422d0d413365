"""What the audit log says about companies, departments and people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.audit_words import yes_or_no
from people.audited import Audited, Group, register
from people.models import ApiToken, Company, DayOff, Department, User

AUTHENTICATORS = {
    "totp": _("Authenticator app"),
    "recovery_codes": _("Recovery codes"),
    "webauthn": _("Passkey"),
}

register(
    Audited(
        Company,
        called=pgettext_lazy("tenant", "Company"),
        labels={
            "created": pgettext_lazy("audit", "New"),
            "changed": pgettext_lazy("audit", "Changed"),
            "made_at": _("Backup of"),
        },
        url_name="settings-company",
    ),
    {
        "company.created": (Group.ADDED, pgettext_lazy("audit", "Founded the company")),
        "company.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the company settings")),
        "company.imported": (Group.FILES, pgettext_lazy("audit", "Imported departments and members")),
        "company.exported": (Group.FILES, pgettext_lazy("audit", "Exported data")),
        "company.restored": (Group.FILES, pgettext_lazy("audit", "Brought a backup back")),
    },
)
register(
    Audited(
        Department,
        labels={"position": _("Place in the list")},
        visible_to=lambda reader: Department.objects.filter(company=reader.company_id),
        url_name="settings-department",
    ),
    {
        "department.created": (Group.ADDED, pgettext_lazy("audit", "Added the department")),
        "department.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the department")),
        "department.moved": (Group.CHANGED, pgettext_lazy("audit", "Moved the department up or down")),
        "department.deleted": (Group.REMOVED, pgettext_lazy("audit", "Deleted the department")),
    },
)
register(
    Audited(
        User,
        labels={
            "is_active": _("May sign in"),
            "type": pgettext_lazy("second factor", "Kind"),
            "refused": _("Answer of the mail server"),
        },
        values={
            "is_active": lambda text, company: yes_or_no(text == "True"),
            "type": lambda text, company: AUTHENTICATORS.get(text, text),
        },
        visible_to=lambda reader: User.objects.colleagues_of(reader),
        url_name="settings-person",
    ),
    {
        "person.added": (Group.ADDED, pgettext_lazy("audit", "Added the member")),
        "person.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed the member")),
        "person.deactivated": (Group.ACCESS, pgettext_lazy("audit", "Deactivated the member")),
        "person.reactivated": (Group.ACCESS, pgettext_lazy("audit", "Reactivated the member")),
        "person.invited": (Group.ACCESS, pgettext_lazy("audit", "Invited the member")),
        "person.invitation_revoked": (Group.ACCESS, pgettext_lazy("audit", "Revoked the invitation")),
        "person.password_set": (Group.ACCESS, pgettext_lazy("audit", "Set a password")),
        "person.password_changed": (Group.ACCESS, pgettext_lazy("audit", "Changed their password")),
        "person.email_changed": (Group.ACCESS, pgettext_lazy("audit", "Changed their e-mail address")),
        "person.authenticator_added": (Group.ACCESS, pgettext_lazy("audit", "Added a second factor")),
        "person.authenticator_removed": (Group.ACCESS, pgettext_lazy("audit", "Removed a second factor")),
        "person.mail_resumed": (Group.CHANGED, pgettext_lazy("audit", "Let mail go to the address again")),
        "profile.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed their own profile")),
    },
)
register(
    Audited(
        DayOff,
        url_name="settings-days-off",
    ),
    {
        "day_off.added": (Group.ADDED, pgettext_lazy("audit", "Entered days off")),
        "day_off.removed": (Group.REMOVED, pgettext_lazy("audit", "Removed days off")),
    },
)
register(
    Audited(
        ApiToken,
        labels={"expires_at": pgettext_lazy("API token", "Good until")},
    ),
    {
        "token.created": (Group.ACCESS, pgettext_lazy("audit", "Made an API token")),
        "token.revoked": (Group.ACCESS, pgettext_lazy("audit", "Revoked an API token")),
    },
)
