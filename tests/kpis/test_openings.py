"""Initiatives that a KPI's rules open when it turns: once, for the right person, seen by the right people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from goals.models import Initiative, KeyResult
from kpis.domain.kpis import change_kpi
from kpis.domain.measurements import record_measurement
from kpis.domain.openings import LONGEST, without_names
from kpis.models import AlertRule, KeyResultLink, Kpi, Opening
from kpis.periods import Frequency, parse_key
from notifications.models import Activity
from people.models import AuditEntry
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.initiatives import CountedKeyResultFactory
from tests.factories.kpis import KpiFactory, kpi_with_actuals

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 11, 21)
SEPTEMBER, OCTOBER = (parse_key(f"2026-{month}", Frequency.MONTH, 4) for month in ("09", "10"))
When = AlertRule.When


@pytest.fixture(autouse=True)
def _saturday():
    with time_machine.travel(SATURDAY, tick=False):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(name="Churn", target=Decimal(100))


def rule(kpi, when=When.BAD, title="Look into {kpi} ({period})", **more):
    return AlertRule.objects.create(kpi=kpi, when=when, initiative_title=title, **more)


def record(kpi, *values):
    for period, value in zip((SEPTEMBER, OCTOBER, OCTOBER, OCTOBER), values, strict=False):
        record_measurement(kpi, period, Decimal(value), author=None)


def linked(kpi, factory=KeyResultFactory, **more):
    objective = ObjectiveFactory(owner=kpi.owner, cycle=CycleFactory(company=kpi.company), **more)
    key_result = factory(objective=objective)
    KeyResultLink.objects.create(kpi=kpi, key_result=key_result)
    return key_result


def test_a_crossing_opens_an_initiative_for_the_owner_once(kpi):
    rule(kpi, When.WARN, "Less telling")
    rule(kpi, initiative_days=14)
    served, _counted, dropped = linked(kpi), linked(kpi, CountedKeyResultFactory), linked(kpi)
    KeyResult.objects.filter(pk=dropped.pk).update(status="dropped")

    record(kpi, 100, 80, 100, 80)

    opened = Initiative.objects.get()
    assert (opened.title, opened.owner, opened.state) == ("Look into Churn (2026-10)", kpi.owner, "planned")
    assert (opened.starts_on, opened.due_on) == (SATURDAY, SATURDAY + timedelta(days=14))
    assert list(opened.key_results.all()) == [served]
    assert [each.kpi for each in opened.kpi_links.all()] == [kpi]
    told = Activity.objects.get(kind=Activity.Kind.INITIATIVE_OPENED)
    assert [each.person for each in told.notifications.all()] == [kpi.owner]
    assert AuditEntry.objects.filter(action="initiative.created", object_id=opened.pk).count() == 1


def test_while_one_is_open_there_is_no_second(kpi):
    rule(kpi, When.WARN)
    record(kpi, 100, 95, 80)
    assert Initiative.objects.count() == 1

    Initiative.objects.update(state="done")
    record(kpi, 100, 95, 80)
    with time_machine.travel(date(2026, 12, 5), tick=False):
        record_measurement(kpi, parse_key("2026-11", Frequency.MONTH, 4), Decimal(95), author=None)

    assert list(Opening.objects.order_by("pk").values_list("occasion", flat=True)) == [
        "2026-10:warn:",
        "2026-11:warn:",
    ]


@pytest.mark.parametrize(
    ("direction", "last", "count"), [("higher", 200, 0), ("higher", 20, 1), ("lower", 200, 1), ("range", 200, 1)]
)
def test_a_signal_for_the_better_opens_nothing(direction, last, count):
    kpi = kpi_with_actuals([96, 104] * 10, last="2026-09", target=None, direction=direction)
    rule(kpi, When.SIGNAL)

    record_measurement(kpi, OCTOBER, Decimal(last), author=None)

    assert Initiative.objects.count() == count


def test_a_restricted_kpi_opens_only_what_its_readers_read(kpi):
    Kpi.objects.filter(pk=kpi.pk).update(visibility=Kpi.Visibility.RESTRICTED)
    outsider = UserFactory(company=kpi.company)
    rule(kpi, initiative_owner=outsider)
    record(kpi, 100, 80)
    assert not Initiative.objects.exists()

    linked(kpi, visibility="restricted")
    record(kpi, 100, 60)
    Activity.objects.all().delete()
    Kpi.objects.update(announced_state="good")
    record(kpi, 100, 70)

    opened = Initiative.objects.get()
    assert opened.owner == kpi.owner
    assert not Initiative.objects.visible_to(outsider).exists()


def test_nobody_who_has_left_gets_one(kpi):
    gone = UserFactory(company=kpi.company, is_active=False)
    rule(kpi, initiative_owner=gone)

    record(kpi, 100, 80)

    assert Initiative.objects.get().owner == kpi.owner


def test_the_page_and_the_centre_say_why_but_no_name_to_whom_it_is_hidden(client, kpi):
    rule(kpi)
    record(kpi, 100, 80)
    page = reverse("initiative-kpis", args=[Initiative.objects.get().pk])

    client.force_login(kpi.owner)
    why = "Opened because Churn has turned. October 2026: 80 (Met → Not met)"
    assert why in client.get(page).content.decode()
    assert why in client.get(reverse("notifications")).content.decode()

    Kpi.objects.update(visibility=Kpi.Visibility.RESTRICTED)
    client.force_login(UserFactory(company=kpi.company))
    shown = client.get(page).content.decode()
    assert "Opened because a KPI has turned" in shown
    assert "has turned. October" not in shown


@pytest.mark.parametrize("retitled", ["", "Why churn? Ask Attrition"])
def test_once_the_kpi_is_restricted_no_title_names_it(client, kpi, retitled):
    rule(kpi)
    record(kpi, 100, 80)
    opened = Initiative.objects.get()
    Kpi.objects.update(name="Attrition")  # it is restricted under another name than it had then
    Initiative.objects.update(title=retitled or opened.title)

    change_kpi(kpi, actor=kpi.owner, visibility="restricted")

    opened.refresh_from_db()
    assert opened.title == ("Why KPI? Ask KPI" if retitled else "Look into KPI (2026-10)")
    client.force_login(UserFactory(company=kpi.company))
    for url in (opened.get_absolute_url(), reverse("initiatives"), reverse("timeline"), "/search/?q=churn"):
        shown = client.get(url).content.decode()
        assert ("Churn" in shown, "Attrition" in shown) == (False, False)
    assert AuditEntry.objects.filter(action="initiative.changed", object_id=opened.pk).count() == 1
    change_kpi(kpi, actor=kpi.owner, why="Because")
    assert AuditEntry.objects.filter(action="initiative.changed", object_id=opened.pk).count() == 1


@pytest.mark.parametrize(
    ("title", "names", "left"),
    [
        ("Churn rate up, churn first", {"Churn", "Churn rate"}, "KPI up, KPI first"),
        ("離職率を下げる", {"離職率"}, "KPIを下げる"),
        ("The KPI (a+b)", {"KPI", "(a+b)"}, "The KPI KPI"),
        (f"率{'x' * (LONGEST - 1)}", {"率"}, f"KPI{'x' * (LONGEST - 3)}"),
    ],
)
def test_names_leave_nothing_of_themselves(title, names, left):
    assert without_names(title, names) == left


@pytest.mark.parametrize("template", ["Look into {kpi} ({period})", "Look into churn ({period})"])
def test_a_restricted_kpi_is_not_named_at_all(kpi, template):
    Kpi.objects.filter(pk=kpi.pk).update(visibility=Kpi.Visibility.RESTRICTED)
    rule(kpi, title=template)
    linked(kpi, visibility="restricted")

    record(kpi, 100, 80)

    assert Initiative.objects.get().title == "Look into KPI (2026-10)"


def test_a_name_that_does_not_fit_is_left_out_whole(kpi):
    Kpi.objects.update(name="N" * 120)
    rule(kpi, title="{kpi}, {kpi}")

    record(kpi, 100, 80)

    assert Initiative.objects.get().title == "KPI, KPI"


def test_the_form_of_rules_keeps_what_it_is_to_open(client, kpi):
    admin = UserFactory(company=kpi.company, role="admin")
    client.force_login(admin)
    url = reverse("kpi-alerts", args=[kpi.code])

    refused = client.post(url, {"bad-title": "Do", "bad-owner": "Nobody Here", "bad-days": "0"})
    client.post(url, {"bad-title": "Look at {kpi}", "bad-owner": admin.name, "bad-days": "7", "warn-days": "3"})

    assert sorted(refused.context["form"].errors) == ["bad-days", "bad-owner"]
    kept = AlertRule.objects.get()
    assert (kept.initiative_title, kept.initiative_owner, kept.initiative_days) == ("Look at {kpi}", admin, 7)
    entry = AuditEntry.objects.get(action="kpi.alert_rules_set")
    assert "opens “Look at {kpi}” for" in entry.changes["bad"][1]
    assert "Look at {kpi}" in client.get(url).content.decode()
