from django.db import models
from django.utils import timezone


class RefusedAddress(models.Model):
    """An address whose server says that there is no such mailbox: nothing more is sent there until it is lifted."""

    address = models.EmailField(max_length=254, primary_key=True)
    reply = models.CharField(max_length=250)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.address
