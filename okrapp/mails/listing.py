"""The first of what was found, and how many more there are."""

from django.utils.translation import ngettext

from okrapp.mails.drawing import Section


def listed(found, most, write, **about):
    """A section of the first of what was found."""
    return Section(rows=[write(each) for each in found[:most]], more=more_text(found, most), **about)


def more_text(found, shown):
    left = len(found) - shown
    if left <= 0:
        return ""
    return ngettext("%(count)d more", "%(count)d more", left) % {"count": left}
