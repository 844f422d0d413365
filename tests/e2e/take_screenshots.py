"""Takes the pictures of README.md and README.ja.md anew from the demo company: ``make screenshots``."""

from pathlib import Path

import pytest

from goals.models import KeyResult, Objective
from kpis.models import Kpi

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
DESK, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 900}
LARGEST = 250_000


@pytest.mark.parametrize("language", ["ja", "en"])
def test_take(load_company, visit, language):
    staff = load_company(language)
    member, manager = (staff.people[staff.logins[key]] for key in ("member", "manager"))
    sales = Objective.objects.published().filter(department=staff.departments["sales"], cycle__stage="running")
    objective = sales.filter(level="department").order_by("pk").first()
    charted = (
        KeyResult.objects.filter(objective__in=sales, kind="reach", check_ins__isnull=False).order_by("pk").first()
    )
    take(visit(member, viewport=DESK), "home", language)
    take(visit(manager, staff.departments["sales"].get_absolute_url(), viewport=DESK), "department", language)
    take(visit(manager, objective.get_absolute_url(), viewport=DESK), "objective", language)
    take(visit(manager, charted.get_absolute_url(), viewport=DESK | {"height": 1080}), "key-result", language)
    kpi = Kpi.objects.filter(department=staff.departments["sales"]).order_by("pk").first()
    take(visit(manager, kpi.get_absolute_url(), viewport=DESK), "kpi", language)
    take(visit(member, viewport=PHONE), "phone", language)


def take(page, name, language):
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.reload()
    page.wait_for_load_state("networkidle")
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.{language}.png"
    page.screenshot(path=path)
    assert path.stat().st_size < LARGEST
