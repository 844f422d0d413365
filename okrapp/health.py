"""What a load balancer, a container engine and a monitor ask: does it live, can it serve, how does it stand."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from kombu.exceptions import OperationalError

from notifications.queries.outbox import chats_health, outbox_health, seconds_since
from okrapp.backups.record import last_backup_at
from okrapp.celery import app

PATHS = {"/livez", "/readyz", "/healthz/detail"}
BUDGET_SECONDS = 1
# One thread: a database that hangs holds up no more than that, and no request.
looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


class HealthMiddleware:
    """Answers probes ahead of whatever asks for a host name, https, a session or a first company."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in PATHS:
            return self.get_response(request)
        return resolve(request.path_info).func(request)


def probe(view):
    """Open to everybody and never stored."""

    @wraps(view)
    def answered(request):
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return login_not_required(answered)


@probe
def livez(request):
    """This process answers requests; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


@probe
def readyz(request):
    """The database answers within a second and has every table: send requests here."""
    trouble = database_trouble()
    return HttpResponse(f"{trouble or 'ready'}\n", status=503 if trouble else 200, content_type="text/plain")


@probe
def detail(request):
    """Figures for a monitor that knows HEALTH_TOKEN: how old things are and how many, nobody's name."""
    if not settings.HEALTH_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.HEALTH_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    trouble = database_trouble()
    figures = {"database": trouble or "ready", "broker": broker_state()}
    if trouble:
        return JsonResponse(figures, status=503)
    now = timezone.now()
    figures |= {"mail": outbox_health(now), "chats": chats_health(now)}
    return JsonResponse(figures | {"backup_seconds": seconds_since(last_backup_at(), now)})


def database_trouble():
    """Why pages cannot be served, or "". Asked on a connection of its own, which may hang."""
    look = looking.submit(look_at_database, known_migrations())
    try:
        return look.result(timeout=BUDGET_SECONDS)
    except TimeoutError:
        look.cancel()
        return "the database does not answer in time"


def look_at_database(known):
    try:
        missing = known - MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return "the database cannot be reached"
    finally:
        connection.close()
    return "migrations are missing" if missing else ""


@cache
def known_migrations():
    """Those that this version of the program brings; they do not change while it runs."""
    return MigrationLoader(None).disk_migrations.keys()


def broker_state():
    if not settings.CELERY_BROKER_URL:
        return "none"
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BUDGET_SECONDS)
    except OperationalError:
        return "unreachable"
    return "ready"
