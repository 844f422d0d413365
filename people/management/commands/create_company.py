from django.core.management.base import BaseCommand, CommandError

from people.domain.companies import create_company, usual_holidays
from people.forms import CompanyForm
from people.management.prompts import ask, first_errors


class Command(BaseCommand):
    help = "Create a company. What is not given as an option is asked for, or takes its default."

    def add_arguments(self, parser):
        parser.add_argument("--name")
        parser.add_argument("--language", default="ja")
        parser.add_argument("--time-zone", default="Asia/Tokyo")
        parser.add_argument("--fiscal-year-start-month", type=int, default=4)

    def handle(self, *, name, language, time_zone, fiscal_year_start_month, **options):
        form = CompanyForm(
            {
                "name": name or ask("Company name"),
                "language": language,
                "time_zone": time_zone,
                "fiscal_year_start_month": fiscal_year_start_month,
                "cadence": "weekly",
                "due_weekday": 4,
                "due_hour": 18,
                "holidays": usual_holidays(language),
            }
        )
        if not form.is_valid():
            raise CommandError(first_errors(form.errors))
        company = create_company(**form.cleaned_data)
        self.stdout.write(f"Company {company.pk}: {company.name}")
