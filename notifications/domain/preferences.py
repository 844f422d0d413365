"""What mail a person wants. No audit entry: it is their own business, and changes nothing for others."""

from notifications.models import MailPreference


def change_preference(person, **fields):
    """Change fields of the person's MailPreference, making it with the defaults where there is none; return it."""
    preference, _is_new = MailPreference.objects.update_or_create(person=person, defaults=fields)
    return preference
