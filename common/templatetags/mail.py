"""What mail templates take from common.mail_styles: put in when they are compiled, since it is the same for all."""

from django import template
from django.template.base import TextNode

from common.mail_styles import DARK, STYLES

register = template.Library()


@register.tag
def style(_parser, token):
    """The attributes of an element: ``<td {% style card %}>``."""
    _tag, name = token.split_contents()
    return TextNode(STYLES[name])


@register.tag
def dark_styles(_parser, _token):
    return TextNode(DARK)
