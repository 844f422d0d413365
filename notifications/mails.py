"""The mail this package writes itself."""

from notifications.domain.planner import plan_digests
from notifications.messages import from_payload
from notifications.models import Delivery
from notifications.registry import composer, planner

planner(plan_digests)


@composer(Delivery.Kind.ACCOUNT)
def compose_account_mail(deliveries, now):
    """Account mail was written when it was asked for."""
    return from_payload
