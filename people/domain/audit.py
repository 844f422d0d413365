from django.contrib.contenttypes.models import ContentType

from common.text import search_key
from people.models import AuditEntry

LONGEST_LABEL = 250


def record_change(subject, *, actor, action, changes=None, label=None):
    """Write one audit entry about ``subject`` (any object with a company), inside the caller's transaction.

    ``changes`` maps a field to [old, new]; values are kept as text, so that they read the same for ever. Every action
    has its words in a module ``auditing``. ``label`` says what it is called where that is not its name.
    """
    entry = audit_entry(subject, actor=actor, action=action, changes=changes, label=label)
    entry.save()
    return entry


def record_differences(subject, before, after, *, actor, action):
    """Write one entry about what differs between two snapshots; tell whether anything does."""
    changes = differences(before, after)
    if changes:
        record_change(subject, actor=actor, action=action, changes=changes)
    return bool(changes)


def record_entries(entries):
    """Write many entries made by ``audit_entry`` at once, inside the caller's transaction."""
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def audit_entry(subject, *, actor, action, changes=None, label=None):
    """An entry as record_change writes it, not yet saved."""
    label = (label or str(subject))[:LONGEST_LABEL]
    return AuditEntry(
        company_id=subject.company_id if hasattr(subject, "company_id") else subject.pk,
        actor=actor,
        action=action,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        label=label,
        search_text=search_key(label),
        changes={field: [as_text(old), as_text(new)] for field, (old, new) in (changes or {}).items()},
    )


def as_text(value):
    return None if value is None else str(value)


def snapshot(subject, fields):
    """{field: value} as it is now, to be compared later; {} for None."""
    return {} if subject is None else {name: getattr(subject, name) for name in fields}


def differences(before, after):
    """Return {field: (old, new)} for the fields of two dicts that differ."""
    return {field: (before.get(field), new) for field, new in after.items() if before.get(field) != new}
