from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.domain.recompute import recount
from goals.domain.repairs import repair
from people.models import Company


class Command(BaseCommand):
    help = "Compute every stored figure of goals once more; list those that differ, and fail if any does."

    def add_arguments(self, parser):
        parser.add_argument("--company", type=int, help="id of the only company to look at")
        parser.add_argument("--repair", action="store_true", help="write the right figures")

    def handle(self, *, company, **options):
        scope = find_company(company)
        found = recount(scope)
        if options["repair"] and found.differences:
            self.repair(found)
            found = recount(scope)
        for finding in [*found.differences, *map(loop_in_words, found.loops)]:
            self.stdout.write(str(finding))
        self.stdout.write(in_words(found))
        if found.differences or found.loops:
            raise CommandError(_("There are figures that do not follow from their rows."))

    def repair(self, found):
        for difference in found.differences:
            self.stdout.write(str(difference))
        written = repair(found)
        self.stdout.write(
            ngettext("%(count)s row repaired.", "%(count)s rows repaired.", written) % {"count": written}
        )


def find_company(pk):
    if pk is None:
        return None
    try:
        return Company.objects.get(pk=pk)
    except Company.DoesNotExist as error:
        raise CommandError(_("There is no such company.")) from error


def loop_in_words(loop):
    return _("These objectives are aligned in a loop: %(ids)s") % {"ids": ", ".join(map(str, loop))}


def in_words(found):
    return _("%(key_results)s key results, %(objectives)s objectives, %(differences)s differences") % {
        "key_results": found.key_results,
        "objectives": found.objectives,
        "differences": len(found.differences),
    }
