import time
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from okrapp.console import in_terminal_language
from okrapp.generator import Plan, generate

SIZES = ["people", "departments", "objectives", "key_results", "check_ins", "seed"]


class Command(BaseCommand):
    help = "Add one more company of any size, made up from a seed, to try the product with."

    def add_arguments(self, parser):
        for name in SIZES:
            parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(Plan, name))
        parser.add_argument("--date", type=date.fromisoformat, help="the day it is in that company (default: today)")
        parser.add_argument("--language", choices=["ja", "en"], default=Plan.language)

    def handle(self, *, date, language, **options):
        started = time.monotonic()
        sizes = {name: options[name] for name in SIZES}
        company = generate(Plan(day=date or timezone.localdate(), language=language, **sizes))
        with in_terminal_language():
            self.stdout.write(
                _("Company %(id)s, “%(name)s”, made in %(seconds).1f seconds.")
                % {"id": company.pk, "name": company.name, "seconds": time.monotonic() - started}
            )
