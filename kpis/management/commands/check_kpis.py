from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kpis.domain.recount import recount, repair
from kpis.domain.recount_driven import recount_driven, repair_driven
from people.models import Company


class Command(BaseCommand):
    help = (
        "Compute every KPI with a formula and every key result driven by a KPI once more; "
        "list what differs, and fail if anything does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--company", type=int, help="id of the only company to look at")
        parser.add_argument("--repair", action="store_true", help="write the right figures")

    def handle(self, *, company, **options):
        differing = sum(self.check(each, options["repair"]) for each in companies(company))
        self.stdout.write(_("Differences: %(count)s") % {"count": differing})
        if differing:
            raise CommandError(_("There are figures that do not follow from formulas and actuals."))

    def check(self, company, may_repair):
        """List the differences of a company; return how many remain."""
        computed, driven = recount(company), recount_driven(company)
        for difference in [*computed, *driven]:
            self.stdout.write(str(difference))
        if may_repair and (computed or driven):
            repair(company, computed)
            repair_driven(company, driven)
            computed, driven = recount(company), recount_driven(company)
        return len(computed) + len(driven)


def companies(pk):
    found = list(Company.objects.filter(pk=pk) if pk else Company.objects.order_by("pk"))
    if pk and not found:
        raise CommandError(_("There is no such company."))
    return found
