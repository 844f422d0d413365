from django import template

from notifications.domain.switch import mail_pause_reason

register = template.Library()

register.simple_tag(mail_pause_reason)
