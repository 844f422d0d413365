"""Who changed what: what administrators read of the audit log of their company, and take with them as a file."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.htmx import render_page
from common.ids import as_id
from common.text import printable
from okrapp.audit_log.entries import EntryPage, Place, fitting, page_of
from okrapp.audit_log.files import MOST_ENTRIES, file_rows, is_too_much
from okrapp.audit_log.forms import AuditFilterForm
from okrapp.audit_log.rows import rows_of
from people.access import admin_required
from people.audited import everything
from people.exports import WRITERS, download

LIST = {"audit-list": "settings/_audit_list.html"}


@require_safe
@admin_required
def audit_log(request):
    """Newest first, 50 a page; ``?kind=&object=`` for those about one object."""
    return show(request)


@require_POST
@admin_required
def export(request, suffix):
    """The entries that the filter in the address lets through, as a file. 422 where they are too many for one."""
    if suffix not in WRITERS:
        raise Http404
    form = AuditFilterForm(request.GET, reader=request.user)
    if not form.is_valid():
        return show(request, status=422)
    entries = fitting(request.user.company, form.cleaned_data)
    if is_too_much(entries, suffix):
        problem = _("These are more than %(most)s entries: choose a shorter period.") % {
            "most": f"{MOST_ENTRIES[suffix]:,}"
        }
        return show(request, problem=problem, status=422)
    return download(file_rows(entries, request.user), "audit-log", suffix, taken_by=request.user)


def show(request, *, problem="", status=200):
    user, form = request.user, AuditFilterForm(request.GET, reader=request.user)
    page = asked_page(request, form)
    context = {
        "filter": form,
        "about": about(user, form) if form.is_about_one else None,
        "problems": [problem] if problem else [error for errors in form.errors.values() for error in errors],
        "is_first": "before" not in request.GET,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "rows": rows_of(page.entries, user),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "settings/audit.html", context, fragments=LIST, status=status)


def asked_page(request, form):
    """What is asked for in a way that cannot be understood shows nothing, and why."""
    if not form.is_valid():
        return EntryPage([], None)
    return page_of(fitting(request.user.company, form.cleaned_data), Place.read(request.GET.get("before", "")))


def about(reader, form):
    """The name and address of the one object the page is about, or 404 where none of the company's ever was that."""
    audited, pk = everything.get(form["kind"].value()), as_id(form["object"].value())
    if audited is None or pk is None:
        raise Http404
    [found] = one_of(audited, pk, reader) or last_named(audited, pk, reader)
    return found


def one_of(audited, pk, reader):
    """As it is now, for whoever may read it."""
    if not audited.visible_to:
        return []
    found = audited.visible_to(reader).filter(pk=pk)
    return [
        {"name": str(each), "url": reverse(audited.url_name, args=[getattr(each, audited.key)])} for each in found
    ]


def last_named(audited, pk, reader):
    """As it was called last, where it has gone."""
    entries = fitting(reader.company, {"kind": audited.slug, "object": pk})
    return [{"name": printable(get_object_or_404(entries[:1]).label), "url": ""}]
