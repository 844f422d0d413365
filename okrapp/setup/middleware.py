from django.shortcuts import redirect

from people.domain.setup import needs_setup

OPEN = {"setup", "set-language"}


class FirstRunMiddleware:
    """While there is no company, every page leads a stranger to the set-up; programs get their 401."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_open = request.resolver_match.url_name in OPEN or request.path.startswith("/api/")
        if not is_open and not request.user.is_authenticated and needs_setup():
            return redirect("setup")
        return None
