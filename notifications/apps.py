from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        """Let every package register its planners and composers: they stand in its module ``mails``."""
        autodiscover_modules("mails")
