import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the test suite on SQLite, without a browser; under two minutes on two cores."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("pytest", nargs="*", help="further arguments for pytest, after --")

    def handle(self, *, pytest, **options):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "okrapp.test_settings"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # every process would compile all tests anew
        command = [sys.executable, "-m", "pytest", "-n", "2", *pytest]
        sys.exit(subprocess.run(command, cwd=settings.BASE_DIR, env=environment).returncode)
