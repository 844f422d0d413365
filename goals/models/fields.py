"""Column types that every figure of the app shares."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The owner's word; ``done`` and ``dropped`` are explicit acts."""

    NONE = "none", _("No word yet")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


WORDS = [Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]
WORD_CHOICES = [(word.value, word.label) for word in WORDS]
CLOSED = [Status.DONE, Status.DROPPED]


def weight_field(label):
    """A column for a weight in a mean: 1 to 100."""
    validators = [MinValueValidator(1), MaxValueValidator(100)]
    return models.PositiveSmallIntegerField(label, default=1, validators=validators)


class ValueField(models.DecimalField):
    """A value as people enter it: at most 15 significant digits, 6 of them decimals."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 21, "decimal_places": 6} | kwargs)


class ProgressField(models.DecimalField):
    """A progress: 4 decimals, within ±99,999,999."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 4} | kwargs)
