"""What fields for objectives, key results and initiatives suggest for ``?typed=``."""

from django.views.decorators.http import require_safe

from common.suggesting import show_suggested
from goals.forms.directories import initiative_directory, key_result_directory, objective_directory
from people.access import member_required


@require_safe
@member_required
def objectives_suggested(request):
    return show_suggested(request, objective_directory(request.user))


@require_safe
@member_required
def key_results_suggested(request):
    return show_suggested(request, key_result_directory(request.user))


@require_safe
@member_required
def initiatives_suggested(request):
    return show_suggested(request, initiative_directory(request.user))
