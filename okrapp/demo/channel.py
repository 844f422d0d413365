"""The chat channel of the demo company: paused, for the demo tells no chat anything."""

from datetime import datetime, time, timedelta

from notifications.models import Webhook
from okrapp.demo.content import FOLDER, read

URL = "https://chat.example.com/hooks/7c2e"
LAST_TOLD = timedelta(days=3)


def write_channel(staff, language, day):
    told_at = datetime.combine(day - LAST_TOLD, time(17, 42), tzinfo=staff.company.zone)
    Webhook.objects.create(
        company=staff.company,
        name=read(FOLDER / language / "talk.toml")["channel"],
        url=URL,
        language=language,
        kinds=[str(kind) for kind in Webhook.KINDS],
        pause=Webhook.Pause.ASKED,
        created_at=told_at - LAST_TOLD,
        sent_at=told_at,
    )
