from notifications.models.help_request import HelpRequest

__all__ = ["HelpRequest"]
