from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.searchable import Searchable
from common.svg import PERSON_TONES
from common.text import search_key
from common.validators import validate_time_zone
from people.models.company import Company
from people.models.department import Department
from people.names import full_name, initials, short_name


class Role(models.TextChoices):
    ADMIN = "admin", _("Administrator")
    MEMBER = "member", _("Member")
    VIEWER = "viewer", _("Viewer")


class Theme(models.TextChoices):
    AUTO = "auto", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def colleagues_of(self, user):
        return self.filter(company=user.company_id)

    def able_to_own(self):
        """People who may own, manage or contribute: active and more than a viewer."""
        return self.active().exclude(role=Role.VIEWER)

    def by_name(self):
        """In the order of a Japanese name list: furigana first, then the name itself."""
        return self.order_by("sort_key", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(Searchable, AbstractBaseUser):
    """A member of exactly one company.

    ``email`` is the address the person signs in with, unique over the deployment. Where another company
    already uses the address, the person is kept with ``unclaimed_email`` alone, so that an administrator
    never learns who has an account elsewhere.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="users")
    email = models.EmailField(_("E-mail address"), unique=True, null=True, blank=True)
    unclaimed_email = models.EmailField(blank=True, editable=False)
    family_name = models.CharField(_("Family name"), max_length=60, blank=True)
    given_name = models.CharField(_("Given name"), max_length=60, blank=True)
    furigana = models.CharField(_("Furigana"), max_length=120, blank=True)
    job_title = models.CharField(_("Job title"), max_length=80, blank=True)
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("Department"),
    )
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="ja")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Tokyo", validators=[validate_time_zone])
    theme = models.CharField(_("Theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shortcuts = models.BooleanField(_("Single-key shortcuts"), default=True)
    is_active = models.BooleanField(default=True, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sort_key = models.CharField(max_length=180, editable=False, default="")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("Member")
        indexes = [models.Index(fields=["company", "sort_key"], name="user_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | models.Q(email=Lower("email")),
                name="user_email_lower",
            ),
            models.CheckConstraint(
                condition=~(models.Q(family_name="") & models.Q(given_name="")), name="user_has_a_name"
            ),
            models.UniqueConstraint(
                fields=["company", "unclaimed_email"],
                condition=~models.Q(unclaimed_email=""),
                name="user_unclaimed_email_once",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def search_parts(self):
        return [self.family_name + self.given_name, self.family_name, self.given_name, self.furigana, self.address]

    def fill_search_text(self):
        """The key by which people are found, and the one by which they are sorted."""
        super().fill_search_text()
        self.sort_key = search_key(self.furigana or f"{self.family_name} {self.given_name}")[:180]

    @property
    def address(self):
        """The address the company knows the person by, whether or not it can be signed in with here."""
        return self.email or self.unclaimed_email

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def name(self):
        return full_name(self.family_name, self.given_name, get_language())

    @property
    def short_name(self):
        return short_name(self.family_name, self.given_name, get_language())

    @property
    def initials(self):
        return initials(self.family_name, self.given_name)

    @property
    def tone(self):
        """One of a few avatar colours, always the same for one person."""
        return PERSON_TONES[self.pk % len(PERSON_TONES)]

    @property
    def is_admin(self):
        return self.role == Role.ADMIN

    @property
    def is_viewer(self):
        return self.role == Role.VIEWER

    @cached_property
    def managed_department_ids(self):
        """Every department the person manages, directly or from above."""
        return self.company.tree.managed_by(self.pk)
