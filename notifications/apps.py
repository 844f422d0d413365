from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        """Let every package register what it gives: see notifications.registry."""
        autodiscover_modules("mails", "telling", "talking", "chores")
