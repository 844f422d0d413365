"""People and departments as the settings pages list them."""

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from common.text import search_key
from people.models import Department, Invitation, User
from people.tree import DepartmentTree

DEEPEST = 6
ACTIVE, INVITED, NOT_INVITED, DEACTIVATED = "active", "invited", "not_invited", "deactivated"


def listed_people(company, *, words="", role="", state=""):
    """The company's people by name, with their department and ``invited_until`` (None without an open link).

    ``words`` are looked for in name, furigana and address, all of them; ``state`` is one of the four above.
    """
    open_until = Invitation.objects.open().filter(user=OuterRef("pk")).values("expires_at")
    people = User.objects.filter(company=company).annotate(invited_until=Subquery(open_until[:1]))
    for word in search_key(words).split():
        people = people.filter(search_text__contains=word)
    if role:
        people = people.filter(role=role)
    if state:
        people = people.filter(in_state(state))
    return people.select_related("department").by_name()


def in_state(state):
    waiting = Q(is_active=True, joined_at=None)
    return {
        ACTIVE: Q(is_active=True, joined_at__isnull=False),
        INVITED: waiting & Q(invited_until__isnull=False),
        NOT_INVITED: waiting & Q(invited_until=None),
        DEACTIVATED: Q(is_active=False),
    }[state]


def state_of(person):
    """In which of the four states a listed person is."""
    if not person.is_active:
        return DEACTIVATED
    if person.joined_at:
        return ACTIVE
    return NOT_INVITED if person.invited_until is None else INVITED


def is_expired(person):
    return person.invited_until is not None and person.invited_until <= timezone.now()


def departments_without_manager(company):
    """Departments whose named manager can no longer act for them."""
    able = User.objects.filter(company=company).able_to_own()
    return Department.objects.filter(company=company, manager__isnull=False).exclude(manager__in=able)


def department_rows(company):
    """(department, depth up to DEEPEST, whether it needs a manager) in the order of the tree."""
    needing = set(departments_without_manager(company).values_list("pk", flat=True))
    return [(department, min(depth, DEEPEST), department.pk in needing) for department, depth in company.tree.walk()]


def department_choices(company, *, without=None):
    """(id, indented name) of every department in the order of the tree, less one and all below it."""
    left_out = company.tree.below(without.pk) if without and without.pk else set()
    return [
        (department.pk, "\u3000" * depth + department.name)
        for department, depth in company.tree.walk()
        if department.pk not in left_out
    ]


def share_companies(people):
    """Let people of one company share one Company object with its department tree: one query for all of them."""
    companies = {}
    for person in people:
        person.company = companies.setdefault(person.company_id, person.company)
    trees = {pk: [] for pk, company in companies.items() if "tree" not in vars(company)}
    for department in Department.objects.filter(company__in=trees).select_related("manager") if trees else ():
        trees[department.company_id].append(department)
    for pk, departments in trees.items():
        companies[pk].tree = DepartmentTree(departments)
    return companies
