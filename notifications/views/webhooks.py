"""Settings → Chat: the channels that are told what everybody in the company may read."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.refusals import refuse
from notifications.access import access_webhook
from notifications.domain.errors import ChatError
from notifications.domain.posting import send_test
from notifications.domain.webhooks import pause_webhook, remove_webhook, resume_webhook, save_webhook
from notifications.forms.webhooks import WebhookForm
from notifications.models import Webhook
from notifications.queries.webhooks import failure_text, webhook_rows
from people.access import admin_required
from people.reauthentication import recent_sign_in_required


@require_safe
@admin_required
def webhook_list(request):
    """Each with what it hears of, when it was told last, and what went wrong."""
    context = {"rows": webhook_rows(request.user.company), "is_demo": settings.DEMO}
    return render_page(request, "notifications/webhooks/list.html", context)


@require_http_methods(["GET", "POST"])
@admin_required
@recent_sign_in_required
def webhook_new(request):
    return edit(request, Webhook(company=request.user.company))


@require_http_methods(["GET", "POST"])
@admin_required
@recent_sign_in_required
def webhook_edit(request, pk):
    return edit(request, access_webhook(request.user, pk))


def edit(request, webhook):
    name = webhook.name
    form = WebhookForm(request.POST or None, instance=webhook, company=request.user.company)
    if request.method == "POST" and form.is_valid() and save(request, form):
        messages.success(request, _("“%(name)s” was saved.") % {"name": webhook.name})
        return redirect("settings-chat")
    context = {"form": form, "webhook": webhook, "name": name}
    return render_page(request, "notifications/webhooks/edit.html", context, status=422 if form.is_bound else 200)


def save(request, form):
    try:
        return save_webhook(form.instance, actor=request.user)
    except ChatError as refusal:
        refuse(form, refusal)


@require_POST
@admin_required
def webhook_test(request, pk):
    """Send a greeting; the one page that waits for a chat, five seconds at most."""
    webhook = access_webhook(request.user, pk)
    try:
        outcome = send_test(webhook, actor=request.user)
    except ChatError as refusal:
        messages.error(request, str(refusal))
    else:
        if outcome.failure:
            messages.error(request, failure_text(outcome.failure, outcome.answered))
        else:
            messages.success(request, _("A test message was sent to “%(name)s”.") % {"name": webhook.name})
    return redirect("settings-chat")


@require_POST
@admin_required
def webhook_pause(request, pk):
    webhook = access_webhook(request.user, pk)
    pause_webhook(webhook, actor=request.user)
    messages.success(request, _("“%(name)s” is told nothing more for now.") % {"name": webhook.name})
    return redirect("settings-chat")


@require_POST
@admin_required
def webhook_resume(request, pk):
    webhook = access_webhook(request.user, pk)
    resume_webhook(webhook, actor=request.user)
    messages.success(request, _("“%(name)s” hears what happens from now on.") % {"name": webhook.name})
    return redirect("settings-chat")


@require_http_methods(["GET", "POST"])
@admin_required
def webhook_remove(request, pk):
    """Ask once, then forget its address."""
    webhook = access_webhook(request.user, pk)
    if request.method == "POST":
        remove_webhook(webhook, actor=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": webhook.name})
        return redirect("settings-chat")
    return render_page(request, "notifications/webhooks/remove.html", {"webhook": webhook})
