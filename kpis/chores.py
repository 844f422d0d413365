"""What has to be looked at though nobody does anything."""

from kpis.domain.period_ends import tell_of_ended
from notifications.registry import chore

chore(tell_of_ended)
