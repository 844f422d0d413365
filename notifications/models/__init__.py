from notifications.models.delivery import Delivery
from notifications.models.help_request import HelpRequest
from notifications.models.mail_switch import MailSwitch
from notifications.models.preference import MailPreference, preference_of
from notifications.models.refused_address import RefusedAddress

__all__ = ["Delivery", "HelpRequest", "MailPreference", "MailSwitch", "RefusedAddress", "preference_of"]
