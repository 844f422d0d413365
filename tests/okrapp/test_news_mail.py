"""Mail at once: what it says, and when it says nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from goals.domain.agreements import counter, open_agreement
from goals.domain.mail_links import read_link
from kpis.models import Kpi
from notifications.domain.activities import record_activity
from notifications.domain.preferences import change_preference
from notifications.domain.reading import mark_read
from notifications.domain.sending import deliver
from notifications.domain.unsubscribing import read_token, stop_mail, unsubscribe_url
from notifications.models import Activity, Delivery, Notification
from tests.factories import DepartmentFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, 4, tzinfo=UTC)
KIND = Activity.Kind.KPI_ALERT
TURNED = {"period": "2026-10", "frequency": "month", "value": "80", "before": "good", "state": "bad", "signal": ""}


@pytest.fixture(params=["en", "ja"])
def reader(request):
    reader = UserFactory(language=request.param, company__name="Midori")
    change_preference(reader, channels={KIND: ["app", "mail"]})
    return reader


def tell(reader, *names):
    owner = UserFactory(company=reader.company)
    with time_machine.travel(NOON, tick=False):
        for name in names:
            kpi = KpiFactory(owner=owner, name=name)
            record_activity(KIND, kpi, actor=None, audience=[reader], data=TURNED)


def send(mailoutbox):
    later = NOON + timedelta(minutes=10)
    with time_machine.travel(later, tick=False):
        deliver(list(Delivery.objects.values_list("pk", flat=True)), later)
    return mailoutbox


def test_several_are_one_mail(reader, mailoutbox):
    tell(reader, "<b>Churn</b>", "Orders")

    [mail] = send(mailoutbox)

    ja = reader.language == "ja"
    assert mail.subject == ("通知2件｜Midori" if ja else "2 notifications | Midori")
    sentence = "2026年10月：80（達成 → 未達）" if ja else "October 2026: 80 (Met → Not met)"
    assert (mail.body.count(sentence), mail.html.count(sentence)) == (2, 3)  # one stands beside the subject
    assert ("<b>Churn" in mail.body, "<b>Churn" in mail.html) == (True, False)
    for notification in Notification.objects.all():
        assert f"/notifications/{notification.pk}/" in mail.body
        assert f"/notifications/{notification.pk}/" in mail.html
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_is_told_in_the_subject(reader, mailoutbox):
    tell(reader, "Churn")

    [mail] = send(mailoutbox)

    assert mail.subject.startswith("Churn")


def test_terms_can_be_agreed_to_where_they_wait_for_the_reader(mailoutbox):
    lead = UserFactory(language="en")
    change_preference(lead, channels={Activity.Kind.COUNTERED: ["mail"]})
    owner = UserFactory(company=lead.company, department=DepartmentFactory(company=lead.company, manager=lead))
    with time_machine.travel(NOON, tick=False):
        objective = ObjectiveFactory(owner=owner, department=owner.department)
        key_result = open_agreement(KeyResultFactory(objective=objective), actor=lead)
        counter(key_result, {"target": 60}, author=owner, seen=1, support="", reason="Two left.")

    first, second = sorted(send(mailoutbox), key=lambda mail: mail.to == [lead.email])

    [token] = re.findall(r"Agree: http\S+/mail/go/(\S+)/", second.body)
    assert second.html.count(token) == 1
    with time_machine.travel(NOON, tick=False):
        link = read_link(token)
    assert (link.purpose, link.person, link.key_result_id, link.occasion) == ("accept", lead, key_result.pk, "2")
    assert second.body.count("See the terms: ") == 1
    assert "/mail/go/" not in first.body  # what the owner was asked is no longer on the table


def unwanted(reader):
    change_preference(reader, channels={KIND: ["app"]})


def stopped(reader):
    stop_mail(*read_token(unsubscribe_url(reader, Delivery.Kind.NEWS).split("/")[-2]))


def read_meanwhile(reader):
    mark_read(Notification.objects.get())


def no_longer_readable(reader):
    Kpi.objects.update(visibility="restricted")


@pytest.mark.parametrize("happens", [unwanted, stopped, read_meanwhile, no_longer_readable])
def test_nothing_is_sent_where_nothing_is_left_to_tell(reader, mailoutbox, happens):
    tell(reader, "Churn")
    happens(reader)

    assert send(mailoutbox) == []
    assert Delivery.objects.get().state == Delivery.State.SKIPPED
