from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


@register.filter
def browser_name(user_agent):
    """Browser and system of a User-Agent header as people call them: “Chrome – Windows”."""
    names = (first_of(BROWSERS, user_agent), first_of(SYSTEMS, user_agent))
    return " – ".join(filter(None, names)) or _("Unknown browser")


def first_of(known, user_agent):
    return next((name for mark, name in known if mark in user_agent), "")
