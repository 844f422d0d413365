"""Recording a sheet of actuals that lay open for a while before it was saved."""

from django.db import transaction

from kpis.domain.measurements import lock_kpis, measurements_at, record_many


class SheetChanged(Exception):
    """Somebody recorded something else in one of the places meanwhile."""


@transaction.atomic
def record_sheet(actuals, seen, *, author):
    """Record Actuals, all or none; return how many changed anything.

    ``seen`` maps each one's place to the value that stood there when the person looked, or None. Raises
    SheetChanged where another value stands there now that is not the new one either, KpiError as record_many.
    """
    lock_kpis({actual.kpi.pk for actual in actuals})
    present = measurements_at(actuals)
    for actual in actuals:
        measurement = present.get(actual.place)
        now = None if measurement is None else measurement.value
        if now not in (seen[actual.place], actual.value):
            raise SheetChanged
    return sum(changed for _measurement, changed in record_many(actuals, author=author))
