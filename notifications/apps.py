from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        """Let every package register planners and composers, in its module ``mails``, and tellers, in ``telling``."""
        autodiscover_modules("mails", "telling")
