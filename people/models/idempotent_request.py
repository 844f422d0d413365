from django.db import models

from people.models.api_token import ApiToken


class IdempotentRequest(models.Model):
    """One request that must not be done twice: who sent it, a hash of it, and how it was answered.

    Without an answer it is being worked on since ``claimed_at``.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotent_request_once")]

    def __str__(self):
        return self.key
