"""What has to be told though nobody does anything."""

from notifications.registry import chore
from okrapp.notices import tell_of_mornings

chore(tell_of_mornings)
