"""The same number of KPIs at every size, each with target and actual for every month of the last year."""

from decimal import Decimal
from itertools import cycle
from random import Random

from kpis.models import Kpi, Measurement, Target
from kpis.periods import Frequency, last_ended, run_up_to

COUNT, PERIODS = 500, 12
UNITS = ["件", "%", "時間", "点", "円"]


def write_kpis(company, day):
    """KPIs of all categories and directions, owned by everybody in turn; of the departments and of the company."""
    dice = Random(COUNT)  # noqa: S311
    owners = cycle(company.users.able_to_own().order_by("pk")[:COUNT])
    places = cycle([None, *company.departments.order_by("pk")])
    kpis = [new_kpi(company, number, next(owners), next(places)) for number in range(COUNT)]
    Kpi.objects.bulk_create(kpis)
    start_month = company.fiscal_year_start_month
    periods = run_up_to(last_ended(day, Frequency.MONTH, start_month), start_month, PERIODS)
    Target.objects.bulk_create([target(kpi, period, dice) for kpi in kpis for period in periods])
    Measurement.objects.bulk_create([actual(kpi, period, dice) for kpi in kpis for period in periods])


def new_kpi(company, number, owner, department):
    kpi = Kpi(
        company=company,
        owner=owner,
        department=department,
        name=f"指標 {number + 1}",
        code=f"KPI_{number + 1}",
        definition="数えるものの定義。",
        why="判断に使うため。",
        category=Kpi.Category.values[number % 4],
        kind=Kpi.Kind.values[number % 2],
        unit=UNITS[number % 5],
        decimals=number % 3,
        direction=[Kpi.Direction.HIGHER, Kpi.Direction.LOWER][number % 3 == 0],
    )
    kpi.fill_search_text()
    return kpi


def target(kpi, period, dice):
    return Target(**at(kpi, period), target=Decimal(dice.randrange(90_000, 110_000)) / 100)


def actual(kpi, period, dice):
    return Measurement(**at(kpi, period), value=Decimal(dice.randrange(80_000, 120_000)) / 100)


def at(kpi, period):
    return {"kpi": kpi, "period": period.key, "starts_on": period.start, "ends_on": period.end}
