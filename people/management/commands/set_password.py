from django.core.management.base import BaseCommand, CommandError

from people.domain.accounts import give_password
from people.domain.errors import PeopleError
from people.management.prompts import read_password
from people.models import User


class Command(BaseCommand):
    help = "Set a person's password; all their sessions end."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin")

    def handle(self, *, email, password_stdin, **options):
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody signs in with this address.")
        password = read_password(person, from_stdin=password_stdin)
        try:
            give_password(person, password, actor=None)
        except PeopleError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The password of {person.name} <{person.email}> is set.")
