from django.conf import settings

from common.egress import Egress


def egress():
    """How chats are reached here: as the operator has set it."""
    return Egress(hosts=tuple(host.lower() for host in settings.WEBHOOK_HOSTS), proxy=settings.EGRESS_PROXY)
