from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.company import Company
from people.models.user import User


class ApiTokenQuerySet(models.QuerySet):
    def usable(self, now):
        """Those that open the API at the moment ``now``, as far as the token itself goes."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class ApiToken(models.Model):
    """Lets a program act as one person. Only its SHA-256 is kept, and its first characters to tell it by."""

    class Scope(models.TextChoices):
        READ = "read", pgettext_lazy("what a token may do", "Read")
        WRITE = "write", pgettext_lazy("what a token may do", "Read and write")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=60)
    scope = models.CharField(_("It may"), max_length=5, choices=Scope.choices, default=Scope.READ)
    beginning = models.CharField(max_length=8, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def may_write(self):
        return self.scope == self.Scope.WRITE
