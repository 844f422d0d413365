"""Adding, changing, deactivating and reactivating people."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.domain.audit import differences, record_change, record_differences, snapshot
from people.domain.errors import PeopleError
from people.domain.locks import lock_company, lock_person
from people.models import ApiToken, Invitation, Role, User

PROFILE_FIELDS = ["family_name", "given_name", "furigana", "language", "time_zone", "theme", "shortcuts"]
SET_UP_FIELDS = ["family_name", "given_name", "furigana", "job_title", "role", "department", "language"]


@transaction.atomic
def add_person(company, *, actor, email, **fields):
    """Add a person who cannot sign in yet; an invitation or ``give_password`` comes later.

    ``fields`` are fields of User; language and time zone default to the company's. Where another company
    uses the address already, the person is kept with it unclaimed and nothing tells the two cases apart.
    Raises PeopleError where the company itself knows the address or the department is not its own.
    """
    company = lock_company(company.pk)
    email = free_address(company, email)
    defaults = {"language": company.language, "time_zone": company.time_zone}
    person = User(company=company, **(defaults | fields))
    check_department(person)
    person.set_unusable_password()
    save_with_address(person, email)
    record_change(person, actor=actor, action="person.added", changes=differences({}, set_up(person)))
    return person


def free_address(company, email, person=None):
    """The address in lower case. Raises PeopleError where somebody else in the company has it."""
    email = email.strip().lower()
    others = User.objects.filter(company=company).exclude(pk=person and person.pk)
    if others.filter(email=email).exists() or others.filter(unclaimed_email=email).exists():
        raise PeopleError(_("Somebody in your company already has this address."), "email")
    return email


def save_with_address(person, email):
    """Save the person with the address, or with it unclaimed where another company uses it."""
    person.email, person.unclaimed_email = email, ""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        person.email, person.unclaimed_email = None, email
        person.save()


def check_department(person):
    if person.department and person.department.company_id != person.company_id:
        raise PeopleError(_("This department belongs to another company."), "department")


@transaction.atomic
def change_person(person, *, actor, email=None, **fields):
    """Change what an administrator keeps about a person; return the changed person.

    The address can only be changed until the person has joined: after that they change it themselves,
    confirmed at the new address. An open invitation to the old address dies. Raises PeopleError.
    """
    locked = lock_person(person.pk)
    before = set_up(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    check_department(locked)
    check_role(locked, before["role"])
    if email and email.strip().lower() != locked.address:
        change_address(locked, email)
    locked.save()
    record_differences(locked, before, set_up(locked), actor=actor, action="person.changed")
    return locked


def change_address(person, email):
    if person.joined_at:
        raise PeopleError(_("People who have joined change their address themselves."), "email")
    email = free_address(person.company, email, person)
    Invitation.objects.open().filter(user=person).update(revoked_at=timezone.now())
    save_with_address(person, email)


def check_role(person, role_before):
    """Refuse to take the role from the last administrator, or to leave a department with a viewer on top."""
    if role_before == Role.ADMIN != person.role:
        check_another_admin(person)
    if person.is_viewer and person.managed_departments.exists():
        raise PeopleError(_("A viewer cannot manage a department. Choose another manager first."), "role")


def check_another_admin(person):
    """Refuse where nobody else who can sign in would be left to run the company (call under its lock)."""
    others = User.objects.active().filter(company=person.company, role=Role.ADMIN).exclude(pk=person.pk)
    if not others.exclude(joined_at=None).exists():
        raise PeopleError(_("The company needs at least one administrator who can sign in."), "role")


@transaction.atomic
def deactivate_person(person, *, actor):
    """End the person's access now: sessions, invitations, tokens and sign-in. Their history and work stay.

    Departments they manage keep naming them and show as needing a manager. Doing it twice is doing it once.
    Raises PeopleError for oneself and for the last administrator.
    """
    locked = lock_person(person.pk)
    if not locked.is_active:
        return locked
    if actor is not None and actor.pk == locked.pk:
        raise PeopleError(_("You cannot deactivate yourself. Ask another administrator."))
    if locked.is_admin:
        check_another_admin(locked)
    locked.is_active, locked.deactivated_at = False, timezone.now()
    locked.save(update_fields=["is_active", "deactivated_at"])
    Invitation.objects.open().filter(user=locked).update(revoked_at=timezone.now())
    ApiToken.objects.filter(user=locked, revoked_at=None).update(revoked_at=timezone.now())
    end_sessions(locked)
    record_change(locked, actor=actor, action="person.deactivated", changes={"is_active": (True, False)})
    return locked


@transaction.atomic
def reactivate_person(person, *, actor):
    """Let the person sign in again with the password they had; return the person."""
    locked = lock_person(person.pk)
    if locked.is_active:
        return locked
    locked.is_active, locked.deactivated_at = True, None
    locked.save(update_fields=["is_active", "deactivated_at"])
    record_change(locked, actor=actor, action="person.reactivated", changes={"is_active": (False, True)})
    return locked


def end_sessions(person):
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_all_sessions():
    """Sign everybody out of everything."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()


@transaction.atomic
def change_profile(person, **fields):
    """Change what a person keeps about themselves (PROFILE_FIELDS); return the changed person."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = snapshot(locked, PROFILE_FIELDS)
    for name in fields.keys() & before.keys():
        setattr(locked, name, fields[name])
    locked.save()
    record_differences(locked, before, snapshot(locked, PROFILE_FIELDS), actor=locked, action="profile.changed")
    return locked


@transaction.atomic
def give_password(person, password, *, actor):
    """Set a password that was validated before, and let the person in from now on.

    Sessions opened with the old one end. Raises PeopleError where the address belongs to somebody else.
    """
    locked = lock_person(person.pk)
    claim_address(locked)
    locked.set_password(password)
    locked.joined_at = locked.joined_at or timezone.now()
    locked.save()
    end_sessions(locked)
    record_change(locked, actor=actor, action="person.password_set")
    return locked


def claim_address(person):
    """Make the person's address the one they sign in with. Raises PeopleError where it is taken."""
    if not person.email:
        save_with_address(person, person.unclaimed_email)
    if not person.email:
        raise PeopleError(_("This address cannot be used. Please ask to be invited with another one."), "email")
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def set_up(person):
    """What the audit log says about a person, as text: departments by name."""
    values = snapshot(person, SET_UP_FIELDS)
    return values | {"department": person.department and person.department.name, "email": person.address}
