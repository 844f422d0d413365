"""The notification centre and the bell, with and without scripts."""

import pytest
from django.urls import reverse

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.cycles import move_cycle
from goals.models import Objective
from goals.models.fields import Status
from kpis.models import Kpi
from notifications.domain.activities import Happening, record_activities, record_activity
from notifications.models import Activity, Notification
from tests.factories import AdminFactory, CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
CENTRE, BELL = "/notifications/", "/bell/"
TURNED = {"period": "2026-10", "frequency": "month", "value": "80", "before": "good", "state": "bad", "signal": ""}
SENTENCES = {
    "en": [
        "October 2026: 80 (Met → Not met)",
        "asks for your help",
        "On track → Off track",
        "in review",
    ],
    "ja": ["2026年10月：80（達成 → 未達）", "助け", "順調 → 遅延", "振り返り"],
}


@pytest.fixture
def reader(client):
    reader = UserFactory(language="en")
    client.force_login(reader)
    return reader


@pytest.fixture
def kpi(reader):
    return KpiFactory(owner=UserFactory(company=reader.company), name="Churn")


def tell(kpi, *people, **data):
    record_activity(Activity.Kind.KPI_ALERT, kpi, actor=None, audience=people, data=TURNED | data)


def page(client, url=CENTRE):
    return client.get(url).content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_kind_is_told_in_the_reader_s_language(client, reader, kpi, language, django_assert_max_num_queries):
    type(reader).objects.update(language=language)
    objective = ObjectiveFactory(owner=reader, cycle=CycleFactory(company=reader.company))
    key_result = KeyResultFactory(objective=objective, owner=kpi.owner)
    for status in (Status.ON_TRACK, Status.OFF_TRACK):
        post_check_in(key_result, Entry(status, 1), author=kpi.owner, helpers=[reader])
    move_cycle(objective.cycle, "review", actor=kpi.owner)
    tell(kpi, reader)
    about = {"kpi": kpi.pk, **TURNED}
    record_activities([Happening(Activity.Kind.CHECK_IN_ASKED, key_result, [reader], about)], actor=None)

    page(client)
    with django_assert_max_num_queries(10):
        shown = page(client)

    assert [sentence in shown for sentence in SENTENCES[language]] == [True] * 4
    assert shown.count("●") == Notification.objects.count() == 6


def test_a_link_leads_there_and_marks_it_read(client, reader, kpi):
    tell(kpi, reader)
    notification = Notification.objects.get()
    assert reverse("notification", args=[notification.pk]) in page(client)

    for _time in range(2):
        assert client.get(reverse("notification", args=[notification.pk])).url == kpi.get_absolute_url()

    assert "●" not in page(client)
    assert page(client, BELL).count("chip") == 0


@pytest.mark.parametrize("hidden", [{"visibility": "restricted"}, {"name": "Churn", "company": None}])
def test_what_may_no_longer_be_read_is_not_named(client, reader, kpi, hidden):
    tell(kpi, reader)
    if "company" in hidden:
        hidden["company"] = AdminFactory().company
    Kpi.objects.update(**hidden)

    assert "This is no longer open to you." in page(client)
    assert "Churn" not in page(client)
    assert client.get(reverse("notification", args=[Notification.objects.get().pk])).url == CENTRE


def test_a_draft_that_is_gone_is_not_named(client, reader):
    objective = ObjectiveFactory(owner=reader, title="Secret")
    record_activity(
        Activity.Kind.OFF_TRACK,
        objective,
        actor=None,
        audience=[reader],
        data={"before": "on_track", "after": "off_track"},
    )
    Objective.objects.all().delete()

    assert "This is no longer open to you." in page(client)


def test_others_notifications_are_nobody_else_s(client, reader, kpi):
    tell(kpi, kpi.owner)

    assert "Churn" not in page(client)
    assert client.get(reverse("notification", args=[Notification.objects.get().pk])).status_code == 404


def test_mark_all_read_leaves_what_came_after_the_page_was_drawn(client, reader, kpi):
    tell(kpi, reader)
    seen = Notification.objects.get().pk
    assert f'name="up_to" value="{seen}"' in page(client)
    tell(kpi, reader)

    assert client.post(reverse("notifications-read"), {"up_to": seen}).url == CENTRE
    assert page(client).count("●") == 1


@pytest.mark.parametrize("wrong", ["", "x", "-1", "9" * 40])
def test_wrong_numbers_do_no_harm(client, reader, kpi, wrong):
    tell(kpi, reader)

    assert client.get(CENTRE, {"before": wrong}).status_code == 200
    client.post(reverse("notifications-read"), {"up_to": wrong})

    assert Notification.objects.unread().count() == 1


def test_pages_follow_each_other(client, reader, kpi):
    for _each in range(31):
        tell(kpi, reader)
    first = page(client)
    [oldest] = Notification.objects.order_by("pk")[:1]
    link = f"{CENTRE}?before={oldest.pk + 1}"

    assert (first.count("Churn"), f'rel="next" href="{link}"' in first) == (30, True)
    assert page(client, link).count("Churn") == 1


def test_the_empty_centre_says_what_will_stand_there(client, reader):
    assert "you read it here" in page(client)


def test_the_bell_counts_and_is_quiet_where_nothing_is_new(client, reader, kpi, django_assert_num_queries):
    tell(kpi, reader)
    tell(kpi, reader)
    shown = page(client, BELL)
    assert "2 unread" in shown
    assert "every 60s" in shown
    assert "load" not in shown

    with django_assert_num_queries(4):  # session, person, count, key results due
        assert client.get(BELL, {"seen": "2-0"}).status_code == 204


def test_a_count_beyond_a_hundred_is_not_told_exactly(client, reader, kpi):
    for _each in range(101):
        tell(kpi, reader)

    assert "99+ unread" in page(client, BELL)
