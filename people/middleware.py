"""What each request takes from the signed-in person: language, time zone, and how long a session may last."""

import time

from django.conf import settings
from django.contrib.auth import logout

from people.reading import as_read_by

STARTED, SEEN = "started_at", "seen_at"
SEEN_EVERY_SECONDS = 300


class PreferencesMiddleware:
    """Answer in the person's own language and time zone; strangers keep what LocaleMiddleware chose."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = person.language
        with as_read_by(person):
            response = self.get_response(request)
            response.headers["Content-Language"] = person.language
            return response


class SessionLimitsMiddleware:
    """End a session that has been idle or has lasted too long. Quiet refreshes do not count as activity."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if self.has_ended(request.session, now):
                logout(request)
            elif "HX-Quiet" not in request.headers:
                self.note_activity(request.session, now)
        return self.get_response(request)

    def has_ended(self, session, now):
        too_long = now - session.get(STARTED, now) > settings.SESSION_COOKIE_AGE
        return too_long or now - session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS

    def note_activity(self, session, now):
        session.setdefault(STARTED, now)
        if now - session.get(SEEN, 0) > SEEN_EVERY_SECONDS:
            session[SEEN] = now
