from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def time_zones():
    """The names of the IANA time zone database, sorted; Python looks through hundreds of files to find them."""
    return sorted(available_timezones())


def validate_time_zone(name):
    """Accept only names of the IANA time zone database."""
    if name not in time_zones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})
