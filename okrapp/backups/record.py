"""When the last backup was made on this machine, for whoever watches it."""

import json
from datetime import datetime

from django.conf import settings


def record_file():
    return settings.VAR_DIR / "backup.json"


def note_backup(path, made_at):
    draft = record_file().with_suffix(".new")
    draft.write_text(json.dumps({"made_at": made_at.isoformat(), "path": str(path)}))
    draft.replace(record_file())


def last_backup_at():
    """Return the moment of the last backup that succeeded here, or None."""
    if not record_file().exists():
        return None
    return datetime.fromisoformat(json.loads(record_file().read_text())["made_at"])
