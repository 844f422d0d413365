from django.core.management.base import BaseCommand, CommandError

from people.domain.errors import PeopleError
from people.domain.tokens import LONGEST_DAYS, USUAL_DAYS, create_token
from people.models import ApiToken, User


class Command(BaseCommand):
    help = "Make an API token for a person and print it. It cannot be shown again."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="create_token", help="what will use it")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--days", type=int, default=USUAL_DAYS, help=f"until it expires, at most {LONGEST_DAYS}")

    def handle(self, *, email, name, scope, days, **options):
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody signs in with this address.")
        try:
            _token, text = create_token(person, actor=None, name=name[:60], scope=scope, days=days)
        except PeopleError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(text)
