"""One settings module; everything a deployment may change is read from the environment (CONFIG.md)."""

import contextlib
import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from common.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(environ.FileAwareEnv):
    """Reads ``NAME`` from the file that ``NAME_FILE`` names; a line break at its end does not belong to it."""

    def get_value(self, var, *args, **kwargs):
        value = super().get_value(var, *args, **kwargs)
        return value.strip() if isinstance(value, str) else value


env = Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def own_secret_key(path):
    """Return the key kept in ``path``, making a random one the first time.

    Written aside and linked into place: two processes that start at once read the same, whole key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # set by `manage.py demo` alone
SECRET_KEY = env.str("SECRET_KEY", default="") or own_secret_key(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- Address: BASE_URL alone decides secure cookies, HSTS, links in mail and trusted origins.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_base = urlsplit(BASE_URL)
IS_HTTPS = _base.scheme == "https"
IS_LOOPBACK = _base.hostname in {"127.0.0.1", "localhost", "::1"}
if not IS_HTTPS and not IS_LOOPBACK and not env.bool("ALLOW_HTTP", default=False):
    raise ImproperlyConfigured("BASE_URL is plain http on a public address: use https, or set ALLOW_HTTP=1.")
ALLOWED_HOSTS = [_base.hostname, *LOOPBACK]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if IS_HTTPS:  # browsers then refuse these two from any other host or path
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a preload list is for the owner of a whole domain to enter
SECURE_SSL_REDIRECT = IS_HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "okrapp",
    "kpis",
    "goals",
    "notifications",
    "people",
    "common",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "lucide",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "okrapp.health.HealthMiddleware",
    "common.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.middleware.HtmxSignInMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.SessionLimitsMiddleware",
    "okrapp.setup.middleware.FirstRunMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people.middleware.PreferencesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "okrapp.urls"
WSGI_APPLICATION = "okrapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "okrapp.shell.shell",
                "okrapp.demo.door.demo_door",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "common.templatetags.components",
                "common.templatetags.mail",
            ],
        },
    }
]
FORM_RENDERER = "common.forms.FormRenderer"

# --- Database: SQLite in WAL mode unless DATABASE_URL names PostgreSQL.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'okr.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864;"
            "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and used sign-in codes live here: in the database, shared by every web process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # more than this, and live rate limits would be thrown away
    },
    "rows": {  # drawn rows of long tables, in each process, for the day they belong to
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rows",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# --- People and sessions
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=30) * 86_400
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_HOURS", default=14 * 24) * 3_600
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# A mail goes out for every reset asked for, known address or not: more narrowly than allauth's own limit.
# Acting by the links of one person's mails: more often than anybody presses, and hardly what a program would try.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key", "mail_link": "30/m/key"}
ACCOUNT_FORMS = {
    "login": "people.account_forms.LoginForm",
    "add_email": "people.account_forms.AddEmailForm",
    "change_password": "people.account_forms.ChangePasswordForm",
    "set_password": "people.account_forms.SetPasswordForm",
    "reset_password": "people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "people.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "people.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "people.account_forms.AuthenticateForm",
    "reauthenticate": "people.account_forms.ReauthenticateCodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=int(BEHIND_PROXY))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

# --- Language and time
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
FORMAT_MODULE_PATH = "common.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

# --- Static files
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "okrapp.static_files.AppFinder"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.bundles.BundledStaticFilesStorage"},
}

# --- Mail: everything passes through the outbox, and from there to the server of EMAIL_URL. Without one nothing
# leaves the machine; links are copied from the pages instead.
EMAIL_CONFIG = Env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail:")
MAIL_BACKENDS = {"django.core.mail.backends.smtp.EmailBackend": "notifications.smtp.SmtpBackend"}
MAIL_BACKEND = MAIL_BACKENDS.get(EMAIL_CONFIG["EMAIL_BACKEND"], EMAIL_CONFIG["EMAIL_BACKEND"])
if DEMO:
    MAIL_BACKEND = "okrapp.demo.mailbox.MailboxBackend"
HAS_MAIL = MAIL_BACKEND != "django.core.mail.backends.dummy.EmailBackend"
vars().update(EMAIL_CONFIG)
EMAIL_BACKEND = "notifications.backends.OutboxBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"okr@{_base.hostname}")
MAIL_DOMAIN = punycode(parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", default=120)
MAIL_RESEND_SECONDS = env.int("MAIL_RESEND_SECONDS", default=600)
MAIL_LOOK_UP_URL = env.str("MAIL_LOOK_UP_URL", default="")
MAIL_LOOK_UP = "notifications.look_ups.by_http" if MAIL_LOOK_UP_URL else "notifications.look_ups.nobody"

# --- Chats: where webhooks may lead, and the proxy on the way there, if it takes one
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])
EGRESS_PROXY = env.str("EGRESS_PROXY", default="")

# --- Work in the background: the broker only wakes workers; without one tasks run where the dispatcher runs.
BROKER_FOLDER = env.str("BROKER_FOLDER", default="") and Path(env.str("BROKER_FOLDER"))
BROKER_SOCKET = BROKER_FOLDER and BROKER_FOLDER / "socket"
CELERY_BROKER_URL = env.str("BROKER_URL", default=BROKER_SOCKET and f"redis+socket://{BROKER_SOCKET}")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than any task may run: a message redelivered earlier would only start the same work twice. A task takes 50
# seconds at most, and then ends the mail it is at, for which a slow server may take more than two minutes.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
    "max_retries": 0,  # of a connection for sending; workers try for ever
}
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_QUEUES = {"urgent": {}, "celery": {}}
CELERY_BEAT_SCHEDULE_FILENAME = str((BROKER_FOLDER or VAR_DIR) / "beat")
CELERY_BEAT_SCHEDULE = {
    "dispatch": {
        "task": "notifications.tasks.dispatch_due",
        "schedule": crontab(),
        # A minute later the next one does the same work.
        "options": {"queue": "urgent", "expires": 60},
    }
}

# --- Content-Security-Policy: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The API: tokens only, JSON only
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["people.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["people.api.authentication.TokenScope"],
    "DEFAULT_THROTTLE_CLASSES": ["people.api.authentication.TokenThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "common.api.pages.AfterId",
    "DEFAULT_FILTER_BACKENDS": ["common.api.filters.StrictFilters"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "common.api.problems.answer_problem",
    "NON_FIELD_ERRORS_KEY": "body",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "OKR & KPI",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": False, "validatorUrl": None},
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "okrapp.api.about.complete"],
    "ENUM_NAME_OVERRIDES": {
        "StatusEnum": "goals.models.fields.Status",
        "CheckInStatusEnum": "goals.models.fields.WORD_CHOICES",
        "VisibilityEnum": "goals.models.Objective.Visibility",
        "ObjectiveStateEnum": "goals.models.Objective.State",
        "KpiStateEnum": "kpis.thresholds.State",
        "CycleKindEnum": "goals.models.Cycle.Kind",
        "KeyResultKindEnum": "goals.models.KeyResult.Kind",
        "KpiKindEnum": "kpis.models.Kpi.Kind",
    },
}

# --- What an operator sees
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
LOGGING = logging_config(env.str("LOG_LEVEL", default="WARNING"), env.str("LOG_FORMAT", default="text"))
