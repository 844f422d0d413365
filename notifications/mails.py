"""The mail this package writes itself."""

from notifications.messages import from_payload
from notifications.models import Delivery
from notifications.registry import composer


@composer(Delivery.Kind.ACCOUNT)
def compose_account_mail(deliveries, now):
    """Account mail was written when it was asked for."""
    return from_payload
