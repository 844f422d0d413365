from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.domain.unsubscribing import read_token, stop_mail
from people.signed_links import UnknownLink


@csrf_exempt  # mail software posts without cookies (RFC 8058); the link itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def mail_stop(request, token):
    """Stop a kind of mail. GET changes nothing: mail scanners follow every link.

    Whatever is wrong with a link, the answer is the same.
    """
    try:
        person, preference = read_token(token)
    except UnknownLink:
        return answer("unknown", status=410)
    if request.method == "POST":
        stop_mail(person, preference)
    page = "stopped" if request.method == "POST" else "stop"
    with translation.override(person.language):
        response = answer(page, person=person, preference=preference)
    response.headers["Content-Language"] = person.language
    return response


def answer(page, status=200, **context):
    """Rendered without the request, so that the answer sets no cookie and shows nothing of a session."""
    return HttpResponse(render_to_string(f"notifications/stop/{page}.html", context), status=status)
