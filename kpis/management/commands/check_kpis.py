from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kpis.domain.recount import recount, repair
from people.models import Company


class Command(BaseCommand):
    help = "Compute every KPI with a formula once more; list the actuals that differ, and fail if any does."

    def add_arguments(self, parser):
        parser.add_argument("--company", type=int, help="id of the only company to look at")
        parser.add_argument("--repair", action="store_true", help="write the right actuals")

    def handle(self, *, company, **options):
        differing = sum(self.check(each, options["repair"]) for each in companies(company))
        self.stdout.write(_("Differences: %(count)s") % {"count": differing})
        if differing:
            raise CommandError(_("There are actuals that do not follow from their formulas."))

    def check(self, company, may_repair):
        """List the differences of a company; return how many remain."""
        found = recount(company)
        for difference in found:
            self.stdout.write(str(difference))
        if may_repair and found:
            repair(company, found)
            found = recount(company)
        return len(found)


def companies(pk):
    found = list(Company.objects.filter(pk=pk) if pk else Company.objects.order_by("pk"))
    if pk and not found:
        raise CommandError(_("There is no such company."))
    return found
