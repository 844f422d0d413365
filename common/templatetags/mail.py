"""What mail templates load: the attributes of their elements, by name."""

from django import template

from common.mail_styles import DARK, STYLES

register = template.Library()


@register.simple_tag
def mail_styles():
    return STYLES | {"dark": DARK}
