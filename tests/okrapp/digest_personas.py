"""Fourteen readers of the weekly mail, each in a company of their own, on a Monday morning."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import time_machine

from goals.domain.agreements import open_agreement
from goals.domain.check_ins import Entry, post_check_in
from goals.models import KeyResult
from goals.models.fields import Status
from kpis.models import Kpi
from notifications.domain.activities import record_activity
from notifications.domain.watches import set_watch
from notifications.models import Activity, Delivery
from okrapp.mails.digest import compose_digests
from people.models import Company, User
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)
from tests.factories.kpis import KpiFactory

MONDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 08:30 in Tokyo
HOSTILE = '<img src=x onerror=alert(1)>&amp;"\u202emoc.live\u2028\u200fשלום 🎉 ' + "長" * 160


def record(key_result, value, *, days, status=Status.ON_TRACK, note="", helpers=()):
    """A check-in of the owner so many days before that Monday."""
    key_result = KeyResult.objects.select_related("objective__cycle", "owner__company").get(pk=key_result.pk)
    with time_machine.travel(MONDAY - timedelta(days=days), tick=False):
        return post_check_in(
            key_result,
            Entry(status=status, value=Decimal(value), note=note),
            author=key_result.owner,
            helpers=helpers,
        )


class Home:
    """A company with a tree of two departments and somebody in the lower one."""

    def __init__(self, language):
        self.language = language
        self.company = CompanyFactory(name="みどり精工" if language == "ja" else "Midori Works", language=language)
        self.cycle = CycleFactory(company=self.company)
        self.head = DepartmentFactory(company=self.company, name="Head office")
        self.sales = DepartmentFactory(company=self.company, parent=self.head, name="Sales")

    def person(self, factory=UserFactory, *, department="sales", **fields):
        place = getattr(self, department) if department else None
        return factory(company=self.company, department=place, language=self.language, **fields)

    def own_key_results(self, owner, count, **fields):
        objective = IndividualObjectiveFactory(owner=owner, cycle=self.cycle)
        return KeyResultFactory.create_batch(count, objective=objective, **fields)

    def team(self):
        """What moved in Sales: one slipped, one recovered, one fell silent, one has no owner, one was reached."""
        colleague = self.person(family_name="Hayashi")
        objective = ObjectiveFactory(owner=colleague, cycle=self.cycle, department=self.sales)
        titles = ["Slipped one", "Recovered one", "Silent one", "Ownerless one", "Reached one"]
        slipped, recovered, silent, ownerless, reached = (
            KeyResultFactory(objective=objective, title=title) for title in titles
        )
        record(slipped, 40, days=10)
        record(slipped, 38, days=3, status=Status.OFF_TRACK, note="Two orders were put off.")
        record(recovered, 30, days=10, status=Status.AT_RISK)
        record(recovered, 50, days=3)
        record(silent, 10, days=25)
        record(ownerless, 10, days=3)
        record(reached, 80, days=10)
        record(reached, 100, days=3)
        KeyResult.objects.filter(pk=ownerless.pk).update(owner=self.person(is_active=False, family_name="Gone"))


def three_due(home):
    reader = home.person(family_name="田中", given_name="さくら")
    first, second, _third = home.own_key_results(reader, 3, title="商談を増やす")
    record(first, 40, days=11)
    record(first, 55, days=4)
    record(second, 40, days=11)
    record(second, 41, days=4, status=Status.AT_RISK)
    return reader


def none_due(home):
    reader = home.person()
    [key_result] = home.own_key_results(reader, 1)
    record(key_result, 55, days=0)
    return reader


def everything_late(home):
    Company.objects.filter(pk=home.company.pk).update(due_weekday=0, due_hour=0)
    reader = home.person()
    for key_result in home.own_key_results(reader, 5):
        record(key_result, 10, days=24, status=Status.OFF_TRACK)
    return reader


def first_week(home):
    reader = home.person()
    home.own_key_results(reader, 1)
    home.own_key_results(reader, 1, kind=KeyResult.Kind.KEEP_AT_LEAST, start=None, target=90, unit="%")
    return reader


def no_department(home):
    reader = home.person(department=None)
    home.own_key_results(reader, 1)
    slipped = KeyResultFactory(
        objective=ObjectiveFactory(cycle=home.cycle, owner=home.person(), level="company", department=None)
    )
    record(slipped, 40, days=10)
    record(slipped, 38, days=3, status=Status.AT_RISK)
    return reader


def viewer(home):
    home.team()
    return home.person(ViewerFactory)


def leaf_manager(home):
    home.team()
    home.sales.manager = home.person()
    home.sales.save()
    return home.sales.manager


def tree_manager(home):
    home.team()
    home.team()
    home.head.manager = home.person(department="head")
    home.head.save()
    home.own_key_results(home.head.manager, 2)
    return home.head.manager


def coach(home):
    """A manager of somebody whose terms wait, and who is on track in their own word alone."""
    reader, member = leaf_manager(home), home.person(family_name="Mori")
    [key_result] = home.own_key_results(member, 1, title="Orders")
    record(key_result, 5, days=3)
    open_agreement(KeyResultFactory(objective=key_result.objective, title="Visits"), actor=reader)
    return reader


def admin(home):
    home.team()
    return home.person(AdminFactory, department=None)


def helper(home):
    reader, colleague = home.person(), home.person(family_name="Kobayashi")
    [key_result] = home.own_key_results(colleague, 1)
    record(key_result, 20, days=2, status=Status.AT_RISK, note="Who knows a printer?", helpers=[reader])
    return reader


def asked_to_agree(home):
    reader = home.person()
    home.sales.manager = home.person(family_name="Sato")
    home.sales.save()
    objective = ObjectiveFactory(owner=reader, cycle=home.cycle, department=home.sales)
    key_result = KeyResultFactory(objective=objective, title="Visits", unit="社")
    record(key_result, 40, days=0)
    open_agreement(key_result, actor=home.sales.manager)
    return reader


def alert(kpi, *, before, after, signal="", days=3):
    """The KPI crossed from one state to another, so many days before that Monday."""
    data = {"period": "2026-10", "frequency": "month", "value": "82.5", "before": before, "state": after}
    with time_machine.travel(MONDAY - timedelta(days=days), tick=False):
        record_activity(Activity.Kind.KPI_ALERT, kpi, actor=None, audience=[], data=data | {"signal": signal})


def kpi_owner(home):
    """One owned, one watched, one of the department; one muted, one nobody's, one that is a month old."""
    reader, colleague = home.person(), home.person()
    home.sales.manager = reader
    home.sales.save()
    names = ["Own one", "Watched one", "Sales one", "Muted one", "Foreign one", "Old one"]
    kpis = {name: KpiFactory(owner=colleague, name=name, unit="%", decimals=1) for name in names}
    Kpi.objects.filter(name__in=["Own one", "Muted one", "Old one"]).update(owner=reader)
    Kpi.objects.filter(name="Sales one").update(department=home.sales)
    set_watch(kpis["Watched one"], reader, is_watched=True)
    set_watch(kpis["Muted one"], reader, is_watched=False)
    for name, kpi in kpis.items():
        alert(kpi, before="good", after="bad", days=30 if name == "Old one" else 3)
    alert(kpis["Sales one"], before="", after="", signal="below", days=2)
    return reader


def hostile(home):
    Company.objects.filter(pk=home.company.pk).update(name=f"Evil\r\nBcc: a@b.c {HOSTILE}"[:120])
    reader = home.person(family_name='"><b>Bobby', given_name="\u202eevil")
    objective = IndividualObjectiveFactory(owner=reader, cycle=home.cycle, title=HOSTILE[:200])
    for key_result in KeyResultFactory.create_batch(2, objective=objective, title=HOSTILE[:200], unit="<u>"):
        record(key_result, 20, days=4, note=HOSTILE)
    alert(KpiFactory(owner=reader, name=HOSTILE[:120], unit="<u>"), before="good", after="bad")
    return reader


def long_names(home):
    reader = home.person(family_name="寿限無寿限無五劫の擦り切れ海砂利水魚の", given_name="水行末雲来末風来末")
    [key_result] = home.own_key_results(
        reader, 1, unit="円", target=Decimal("123456789012"), title="売上高を伸ばす" * 12
    )
    record(key_result, "98765432101", days=4)
    return reader


PERSONAS = {
    function.__name__: function
    for function in [
        three_due,
        none_due,
        everything_late,
        first_week,
        no_department,
        viewer,
        leaf_manager,
        tree_manager,
        coach,
        admin,
        helper,
        asked_to_agree,
        kpi_owner,
        hostile,
        long_names,
    ]
}


def reader_of(persona, language):
    return loaded(PERSONAS[persona](Home(language)))


def loaded(person):
    """The person as a claimed delivery brings them."""
    return User.objects.select_related("company", "mail_preference").get(pk=person.pk)


def delivery_to(person):
    return Delivery(company=person.company, person=person, kind=Delivery.Kind.DIGEST, period="2026-W48")


def digest_for(person):
    """The mail. Raises Skip."""
    delivery = delivery_to(loaded(person))
    return compose_digests([delivery], MONDAY)(delivery)
