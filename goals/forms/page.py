"""An objective and its key results as one form: what is sent together is judged and saved together."""

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.refusals import refuse
from goals.forms.fields import form_problems
from goals.forms.key_result import KeyResultForm, rows_in
from goals.forms.objective import ObjectiveForm

ROWS = "kr"
FIRST_ROWS = 3
FEWEST_KEY_RESULTS, MOST_KEY_RESULTS = 3, 5


class ObjectivePage:
    """``choices`` are the keyword arguments of ObjectiveForm that say what may be chosen."""

    def __init__(self, data=None, *, choices, instance=None, initial=None):
        self.instance, self.choices, self.data = instance, choices, data
        self.objective = ObjectiveForm(data, instance=instance, initial=initial, **choices)
        self.rows = list(self.bound_rows() if data is not None else self.first_rows())

    @cached_property
    def existing(self):
        if self.instance is None:
            return {}
        rows = list(self.instance.key_results.select_related("owner").prefetch_related("contributors"))
        prefetch_related_objects([row for row in rows if row.has_milestones], "milestones")
        return {str(key_result.pk): key_result for key_result in rows}

    def first_rows(self):
        for number, key_result in enumerate(self.existing.values()):
            yield self.row(number, instance=key_result)
        for number in range(len(self.existing), FIRST_ROWS if self.instance is None else 0):
            yield self.row(number)

    def bound_rows(self):
        for number in range(rows_in(self.data, ROWS)):
            prefix = f"{ROWS}-{number}"
            yield KeyResultForm(
                self.data,
                prefix=prefix,
                people=self.choices["people"],
                instance=self.existing.get(self.data.get(f"{prefix}-id", "")),
            )

    def row(self, number, **kwargs):
        return KeyResultForm(prefix=f"{ROWS}-{number}", people=self.choices["people"], **kwargs)

    def redrawn(self, add=""):
        """The same page with all that was typed, unjudged, and one more row where ``add`` asks for it.

        ``add`` is a prefix: "kr" for a key result, "kr-0-milestones" for a milestone of the first.
        """
        page = ObjectivePage(choices=self.choices, instance=self.instance, initial=self.objective.typed())
        page.rows = [
            self.row(number, instance=row.instance, initial=row.typed(), milestone_rows=row.typed_milestones())
            for number, row in enumerate(self.rows)
        ]
        if add == ROWS:
            page.rows.append(self.row(len(page.rows)))
            page.rows[-1].fields["title"].widget.attrs["autofocus"] = True
        for row in page.rows:
            if row.milestones_prefix == add:
                row.milestones[-1].fields["name"].widget.attrs["autofocus"] = True
        return page

    def is_valid(self):
        return all([self.objective.is_valid(), *[row.is_valid() for row in self.rows]])

    @property
    def written_rows(self):
        return [row for row in self.rows if not row.is_blank]

    def key_result_terms(self):
        values = self.objective.cleaned_data
        return [row.terms(values["cycle"], values["owner"]) for row in self.written_rows]

    def refuse(self, error):
        """Put a GoalError of the domain at the field, and the row, that it names."""
        refuse(self.objective if error.row is None else self.written_rows[error.row], error)

    @property
    def row_count(self):
        return len(self.rows)

    @property
    def key_results_guide(self):
        """A counter, never a wall: 3–5 key results are a good number (A9)."""
        count = sum(1 for row in self.rows if row["title"].value())
        counted = ngettext("%(count)d key result", "%(count)d key results", count) % {"count": count}
        return _("%(counted)s. %(fewest)d to %(most)d are a good number.") % {
            "counted": counted,
            "fewest": FEWEST_KEY_RESULTS,
            "most": MOST_KEY_RESULTS,
        }

    @property
    def problems(self):
        """(id of the control, label, message) of everything that is wrong, for the summary on top."""
        found = []
        for number, row in enumerate([None, *self.rows]):
            form = row or self.objective
            if form.is_bound and not (row and row.is_blank):
                where = _("Key result %(number)d") % {"number": number} if row else ""
                found += form_problems(form, where)
                for milestone in row.milestones if row else ():
                    found += form_problems(milestone, where)
        return found
