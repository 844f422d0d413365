from django.conf import settings
from django.core.management.base import BaseCommand

from common.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Build the .mo files that are missing or older than their .po (no gettext needed)."
    requires_system_checks = ()

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for catalogue in compile_catalogues(folder):
                self.stdout.write(str(catalogue))
