"""Shaping the department tree. Every change happens under the lock of the company row."""

from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from people.domain.audit import record_change, record_differences, snapshot
from people.domain.errors import PeopleError
from people.domain.locks import lock_company
from people.due_weekdays import keep_weekday
from people.models import Department

FIELDS = ["name", "code", "parent", "manager", "cadence", "due_weekday", "due_hour"]


def save_department(department, *, actor):
    """Create or change a department; return it.

    Raises PeopleError where it would hang below itself, where its manager cannot manage, or where its name
    or code is taken.
    """
    try:
        with transaction.atomic():
            company = lock_company(department.company_id)
            before = snapshot(Department.objects.filter(pk=department.pk).first(), FIELDS)
            check_parent(department, company)
            check_manager(department)
            if not before:
                department.position = last_position(department) + 1
            elif department.due_weekday != before["due_weekday"]:
                keep_weekday(department, before["due_weekday"], company.today())
            department.save()
            action = "department.changed" if before else "department.created"
            record_differences(department, before, snapshot(department, FIELDS), actor=actor, action=action)
    except IntegrityError as error:
        raise name_or_code_taken(department) from error
    return department


def check_parent(department, company):
    parent = department.parent
    if parent is None:
        return
    if parent.company_id != department.company_id:
        raise PeopleError(_("This department belongs to another company."), "parent")
    if department.pk and company.tree.would_loop(department.pk, parent.pk):
        raise PeopleError(_("A department cannot belong to itself or to one below it."), "parent")


def check_manager(department):
    """Refuse a manager of another company, a viewer or somebody deactivated."""
    manager = department.manager
    if manager is None:
        return
    if manager.company_id != department.company_id:
        raise PeopleError(_("The manager has to be a member of your company."), "manager")
    if manager.is_viewer or not manager.is_active:
        raise PeopleError(_("Viewers and deactivated people cannot manage a department."), "manager")


def name_or_code_taken(department):
    same = Department.objects.filter(company=department.company_id).exclude(pk=department.pk)
    if department.code and same.filter(code=department.code).exists():
        return PeopleError(_("Another department has this code."), "code")
    return PeopleError(_("There is already a department of this name in the same place."), "name")


def siblings(department):
    return Department.objects.filter(company=department.company_id, parent=department.parent_id)


def last_position(department):
    return max(siblings(department).values_list("position", flat=True), default=0)


@transaction.atomic
def shift_department(department, step, *, actor):
    """Move the department one place up (-1) or down (1) among those beside it; at the end it stays."""
    lock_company(department.company_id)
    order = list(siblings(department).order_by("position", "name", "pk"))
    place = [each.pk for each in order].index(department.pk)
    wanted = min(max(place + step, 0), len(order) - 1)
    if wanted == place:
        return
    order.insert(wanted, order.pop(place))
    for position, each in enumerate(order, start=1):
        each.position = position
    Department.objects.bulk_update(order, ["position"])
    changes = {"position": (place + 1, wanted + 1)}
    record_change(department, actor=actor, action="department.moved", changes=changes)


@transaction.atomic
def delete_department(department, *, actor):
    """Delete a department that holds nothing. Raises PeopleError that names what it still holds."""
    lock_company(department.company_id)
    record_change(department, actor=actor, action="department.deleted", changes={"name": (department.name, None)})
    try:
        department.delete()
    except ProtectedError as error:
        raise PeopleError(still_holds(error.protected_objects)) from error


def still_holds(objects):
    counts = Counter(each._meta.verbose_name for each in objects)
    held = _(", ").join(f"{name} {count}" for name, count in counts.items())
    return _("This department cannot be deleted while it holds: %(held)s.") % {"held": held}
