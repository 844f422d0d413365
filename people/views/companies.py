from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from common.refusals import refuse
from people.access import admin_required
from people.domain.companies import change_company
from people.domain.errors import PeopleError
from people.forms import CompanyForm
from people.models import Company


@require_http_methods(["GET", "POST"])
@admin_required
def company_settings(request):
    company = Company.objects.get(pk=request.user.company_id)
    form = CompanyForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid() and change(form, company, request.user):
        messages.success(request, _("The company settings were saved."))
        return redirect("settings-company")
    status = 422 if form.is_bound else 200
    return render_page(request, "people/settings/company.html", {"form": form}, status=status)


def change(form, company, actor):
    """Whether the company has changed as the form says; what is refused is noted on the form."""
    try:
        return change_company(company, actor=actor, **form.cleaned_data)
    except PeopleError as error:
        refuse(form, error)
