"""Fetch and may in one call: 404 for what the member may not see, 403 for what they may only look at."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from people import rules
from people.models import Department, User


def member_required(view):
    """Mark a page that needs a signed-in member; LoginRequiredMiddleware turns others away by default."""
    view.requires_member = True
    return view


def admin_required(view):
    """A page of the company's set-up: administrators only, 403 for every other member."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rules.administer(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)


def access_person(user, pk):
    """Return a person of the user's company, active or not, or 404."""
    return get_object_or_404(User.objects.colleagues_of(user).select_related("company", "department"), pk=pk)


def access_department(user, pk):
    """Return a department of the user's company with its company's tree, or 404."""
    return get_object_or_404(Department.objects.select_related("manager"), pk=pk, company=user.company_id)
