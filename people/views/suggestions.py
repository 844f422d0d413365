from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import member_required
from people.directories import colleagues_directory, people_directory, suggested


@require_safe
@member_required
def people_suggested(request):
    """Whom a field suggests for what is typed; with ``everybody`` also viewers and those who have left."""
    directory_of = colleagues_directory if "everybody" in request.GET else people_directory
    people = suggested(directory_of(request.user), request.GET.get("typed", "")[:60])
    return render(request, "people/_suggested.html", {"people": people})
