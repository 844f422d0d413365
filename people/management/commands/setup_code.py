from django.core.management.base import BaseCommand, CommandError

from people.domain.setup import issue_setup_code


class Command(BaseCommand):
    help = "Print a new code for the set-up of the first company. It replaces the one before."

    def handle(self, **options):
        code = issue_setup_code()
        if code is None:
            raise CommandError("There is a company already.")
        self.stdout.write(code)
