"""What the product says, so that one journey can be walked in each language."""

from django.utils import translation

LOCALES = {"ja": "ja-JP", "en": "en-GB"}


def say(language, text, **values):
    """The sentence ``text`` in a language."""
    with translation.override(language):
        return translation.gettext(text) % values if values else translation.gettext(text)


def say_many(language, one, many, count, **values):
    with translation.override(language):
        return translation.ngettext(one, many, count) % values
