"""What chats are to be told of, written down in the transaction of what happened."""

from collections import defaultdict

from notifications.models import Activity, Webhook, WebhookPost

Kind, State = Activity.Kind, WebhookPost.State
BATCH = 500


def queue_posts(pairs):
    """Write one row for each webhook that wants one of the (activity, its target).

    No query without a kind that webhooks can be told of; one where no webhook wants any.
    """
    pairs = [(activity, target) for activity, target in pairs if activity.kind in Webhook.KINDS]
    if not pairs:
        return
    webhooks = defaultdict(list)
    for webhook in Webhook.objects.running().filter(company__in={activity.company_id for activity, _ in pairs}):
        webhooks[webhook.company_id].append(webhook)
    rows = [
        WebhookPost(webhook=webhook, activity=activity)
        for activity, target in pairs
        for webhook in webhooks[activity.company_id]
        if wants(webhook, activity, target)
    ]
    WebhookPost.objects.bulk_create(rows, batch_size=BATCH)


def wants(webhook, activity, target):
    """Whether it is of a kind and a department that were chosen. A cycle is every department's."""
    if activity.kind not in webhook.kinds:
        return False
    if webhook.department_id is None or activity.kind == Kind.CYCLE_STAGE:
        return True
    return target.home_department_id in target.company.tree.below(webhook.department_id)


def put_aside_posts(webhook=None):
    """Let what waits, of one webhook or of all, never be sent."""
    waiting = WebhookPost.objects.filter(state=State.WAITING)
    (waiting if webhook is None else waiting.filter(webhook=webhook)).update(state=State.SKIPPED)
