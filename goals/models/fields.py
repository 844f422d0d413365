"""Column types that every figure of the app shares."""

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


class ValueField(models.DecimalField):
    """A value as people enter it: at most 15 significant digits, 6 of them decimals."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 21, "decimal_places": 6} | kwargs)


class ProgressField(models.DecimalField):
    """A progress: 4 decimals, within ±99,999,999."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 4} | kwargs)
