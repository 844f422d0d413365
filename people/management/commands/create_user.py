from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people.domain.accounts import add_person, give_password
from people.domain.errors import PeopleError
from people.forms import PersonForm
from people.management.prompts import ask, first_errors, read_password
from people.models import Company, Role, User


class Command(BaseCommand):
    help = "Create a person who can sign in at once. What is not given as an option is asked for."

    def add_arguments(self, parser):
        parser.add_argument("--company", type=int, help="number of the company; needed where there are several")
        parser.add_argument("--email")
        parser.add_argument("--family-name")
        parser.add_argument("--given-name")
        parser.add_argument("--role", choices=Role.values, default=Role.MEMBER)
        parser.add_argument("--language")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin")

    def handle(self, **options):
        company = the_company(options["company"])
        form = PersonForm(person_data(options, company), instance=User(company=company), company=company)
        if not form.is_valid():
            raise CommandError(first_errors(form.errors))
        form.instance.email = form.cleaned_data["email"]  # so that the password may not resemble it
        password = read_password(form.instance, from_stdin=options["password_stdin"])
        try:
            with transaction.atomic():
                person = add_person(company, actor=None, **form.cleaned_data)
                give_password(person, password, actor=None)
        except PeopleError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.name} <{person.address}> can sign in to {company.name}.")


def the_company(pk):
    companies = Company.objects.filter(pk=pk) if pk else Company.objects.all()
    if len(companies) == 1:
        return companies[0]
    known = "\n".join(f"--company {company.pk}  {company.name}" for company in Company.objects.all())
    raise CommandError(f"Which company?\n{known}" if known else "Create a company first: create_company")


def person_data(options, company):
    return {
        "email": options["email"] or ask("E-mail address"),
        "family_name": ask("Family name") if options["family_name"] is None else options["family_name"],
        "given_name": ask("Given name") if options["given_name"] is None else options["given_name"],
        "role": options["role"],
        "language": options["language"] or company.language,
    }
