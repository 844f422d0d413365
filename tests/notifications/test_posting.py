"""What chats are told, when, how often, and what becomes of what they do not take."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goals.domain.cycles import move_cycle
from goals.domain.key_results import finish_key_result
from goals.models import Objective
from kpis.models import Kpi
from notifications.domain import posting
from notifications.domain.activities import record_activity
from notifications.domain.posting import post_waiting
from notifications.domain.restoring import resume_from, silence
from notifications.domain.switch import pause, pause_until
from notifications.domain.webhooks import pause_webhook, remove_webhook, resume_webhook
from notifications.models import Activity, Webhook, WebhookPost
from notifications.queries.outbox import chats_health
from people.models import AuditEntry, User
from people.reading import anybody
from tests.cast import cast
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory
from tests.factories.kpis import KpiFactory
from tests.notifications.chatting import NOON, TURNED, go_off_track, minute, states, webhook_of
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def objective(people):
    cycle = CycleFactory(company=people.company)
    return ObjectiveFactory(owner=people.owner, cycle=cycle, department=people.sales, title="Grow <!channel>")


@pytest.fixture
def webhook(people):
    return webhook_of(people.company)


def fresh(webhook):
    return Webhook.objects.get(pk=webhook.pk)


def test_what_happens_within_a_minute_is_one_message(chat, webhook, objective, settings):
    kpi = KpiFactory(owner=objective.owner, name="Churn")
    go_off_track(objective)
    record_activity(Activity.Kind.KPI_ALERT, kpi, actor=None, audience=[], data=TURNED)

    [text] = minute(chat)

    assert text == (
        f"<{settings.BASE_URL}/objectives/{objective.pk}/|Grow &lt;!channel&gt;>\nStatus: On track → Off track\n\n"
        f"<{settings.BASE_URL}{kpi.get_absolute_url()}|Churn>\nOctober 2026: 80 (Met → Not met)"
    )
    assert states(webhook) == ["sent", "sent"]
    assert fresh(webhook).sent_at == NOON


def test_the_next_message_waits_for_the_next_minute(chat, webhook, objective):
    go_off_track(objective)
    minute(chat)
    go_off_track(objective)

    assert len(minute(chat)) == 1
    assert len(minute(chat, after=0.8)) == 1
    assert len(minute(chat, after=1)) == 2
    assert len(minute(chat, after=2)) == 2


def test_many_at_once_are_named_in_part_and_counted(chat, webhook, objective):
    for _each in range(12):
        go_off_track(objective)

    [text] = minute(chat)

    assert text.count("Off track") == 10
    assert text.endswith("|and 2 more>")


def test_every_kind_is_told_in_the_channel_s_language(chat, people, objective):
    webhook_of(people.company, language="ja")
    key_result = KeyResultFactory(objective=objective, owner=people.owner, title="成果")
    finish_key_result(key_result, actor=people.owner)
    move_cycle(objective.cycle, "review", actor=people.admin)
    record_activity(Activity.Kind.AGREED, key_result, actor=people.lead, audience=[])

    [text] = minute(chat)

    assert text.count("成果>\n") == 2
    assert "さんが達成にしました" in text
    assert "振り返り" in text
    assert "さんが合意し" in text


@pytest.mark.parametrize(
    ("place", "kind", "is_told"),
    [
        ("head", Activity.Kind.OFF_TRACK, True),
        ("sales", Activity.Kind.OFF_TRACK, True),
        ("design", Activity.Kind.OFF_TRACK, False),
        ("design", Activity.Kind.CYCLE_STAGE, True),
    ],
)
def test_a_channel_of_a_department_hears_of_what_is_its(people, objective, place, kind, is_told):
    webhook = webhook_of(people.company, department=getattr(people, place))
    target = objective.cycle if kind == Activity.Kind.CYCLE_STAGE else objective

    record_activity(kind, target, actor=None, audience=[], data={"stage": "review"})

    assert bool(states(webhook)) == is_told


def test_what_belongs_to_the_company_or_a_person_is_told_where_it_belongs(people):
    sales, everywhere = webhook_of(people.company, department=people.sales), webhook_of(people.company)
    cycle = CycleFactory(company=people.company)
    own = ObjectiveFactory(owner=people.owner, cycle=cycle, level=Objective.Level.INDIVIDUAL, department=None)
    common = ObjectiveFactory(owner=people.admin, cycle=cycle, level=Objective.Level.COMPANY, department=None)

    go_off_track(own)
    go_off_track(common)
    record_activity(Activity.Kind.KPI_ALERT, KpiFactory(owner=people.admin), actor=None, audience=[])
    record_activity(Activity.Kind.DONE, KeyResultFactory(objective=own), actor=people.owner, audience=[])

    assert (len(states(sales)), len(states(everywhere))) == (2, 4)


def test_only_chosen_kinds_of_a_running_channel_are_written_down(people, objective):
    others = [
        webhook_of(people.company, kinds=["kpi_alert"]),
        webhook_of(people.company, pause="asked"),
        webhook_of(people.company, url="", removed_at=NOON),
        webhook_of(people.stranger.company),
    ]
    go_off_track(objective)
    for kind in set(Activity.Kind) - set(Webhook.KINDS):
        record_activity(kind, objective, actor=people.owner, audience=[])

    assert [states(webhook) for webhook in others] == [[], [], [], []]


def test_an_activity_is_owed_to_a_channel_once_and_only_if_it_stands(webhook, objective):
    with transaction.atomic():
        go_off_track(objective)
        transaction.set_rollback(True)
    assert states(webhook) == []

    go_off_track(objective)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookPost.objects.create(webhook=webhook, activity=Activity.objects.get())


def secrets(people, objective):
    """Activities of what not everybody may read, or may no longer."""
    restricted = ObjectiveFactory(
        owner=people.owner, cycle=objective.cycle, visibility=Objective.Visibility.RESTRICTED, title="Secret"
    )
    draft = ObjectiveFactory(
        owner=people.owner,
        cycle=objective.cycle,
        state=Objective.State.DRAFT,
        title="Secret",
        created_by=people.owner,
    )
    kpi = KpiFactory(owner=people.owner, visibility=Kpi.Visibility.RESTRICTED, name="Secret")
    for each in (restricted, draft):
        go_off_track(each)
        key_result = KeyResultFactory(objective=each, title="Secret")
        for kind in (Activity.Kind.AGREED, Activity.Kind.DONE):
            record_activity(kind, key_result, actor=people.owner, audience=[people.owner])
    record_activity(Activity.Kind.KPI_ALERT, kpi, actor=None, audience=[people.owner], data=TURNED)


def test_nothing_that_somebody_may_not_read_is_told(chat, people, webhook, objective):
    secrets(people, objective)
    assert minute(chat) == []
    assert set(states(webhook)) == {"skipped"}

    secrets(people, objective)
    go_off_track(objective)
    [text] = minute(chat)

    assert "Grow" in text
    assert "Secret" not in text
    assert states(webhook).count("sent") == 1


def test_what_was_restricted_meanwhile_is_not_told(chat, webhook, objective):
    go_off_track(objective)
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)

    assert minute(chat) == []


def test_who_stands_for_everybody_reads_no_more_than_anybody(people, objective):
    secrets(people, objective)
    stand_in = anybody(people.company, "en")

    for model in (Objective, Kpi):
        told = set(model.objects.visible_to(stand_in))
        for person in User.objects.filter(company=people.company).select_related("company"):
            assert told <= set(model.objects.visible_to(person))
    assert set(Objective.objects.visible_to(stand_in)) == {objective}


@pytest.mark.parametrize(
    ("status", "failure", "state", "pause"),
    [
        (200, "", "sent", ""),
        (202, "", "sent", ""),
        (302, "elsewhere", "failed", ""),
        (400, "refused", "failed", ""),
        (403, "refused", "failed", ""),
        (404, "gone", "failed", "gone"),
        (410, "gone", "failed", "gone"),
        (408, "trouble", "waiting", ""),
        (429, "busy", "waiting", ""),
        (500, "trouble", "waiting", ""),
        (503, "trouble", "waiting", ""),
    ],
)
def test_what_an_answer_means(chat, webhook, objective, status, failure, state, pause):
    chat.answers = [(status, {})]
    go_off_track(objective)
    minute(chat)

    after = fresh(webhook)
    assert (states(webhook), after.failure, after.answered, after.pause) == ([state], failure, status, pause)
    assert (after.claim, bool(after.failed_at)) == (None, bool(failure))


def test_what_the_chat_has_trouble_with_is_tried_again_as_it_was_and_given_up_in_the_end(chat, webhook, objective):
    chat.answers = [(500, {})]
    go_off_track(objective)
    at, tried = 0, []
    for _attempt in range(7):
        minute(chat, after=at)
        tried.append(len(chat.received))
        go_off_track(objective)
        at += 75

    assert tried == [1, 2, 3, 4, 5, 6, 7]
    assert len(set(chat.keys[:5])) == 1
    assert chat.texts[4].count("Off track") == 1
    assert chat.keys[5] != chat.keys[0]
    assert states(webhook)[:2] == ["failed", "waiting"]


def test_the_pause_grows_with_each_attempt(chat, webhook, objective):
    chat.answers = [(500, {})]
    go_off_track(objective)
    waits = []
    for _attempt in range(4):
        before = fresh(webhook).next_at
        post_waiting([webhook.pk], before, chat.way)
        waits.append((fresh(webhook).next_at - before) / timedelta(minutes=1))

    for wait, least in zip(waits, (1, 5, 15, 60), strict=True):
        assert least <= wait <= least * 1.2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("600", 600),
        ("Wed, 18 Nov 2026 03:10:07 GMT", 600),
        ("99999999", 3600),
        ("-5", 60),
        ("soon", 60),
        ("²", 60),
        ("Wed, 18 Nov 2020 03:10:07 GMT", 60),
    ],
)
def test_a_pause_that_the_chat_asks_for_is_kept(chat, webhook, objective, header, seconds):
    chat.answers = [(429, {"Retry-After": header.encode().decode("latin-1")})]
    go_off_track(objective)
    minute(chat)

    wait = (fresh(webhook).next_at - NOON).total_seconds()
    assert seconds <= wait <= max(seconds, 72)


def test_a_chat_that_knows_no_such_channel_is_told_nothing_more(chat, webhook, objective):
    chat.answers = [(410, {})]
    go_off_track(objective)
    minute(chat)
    go_off_track(objective)
    minute(chat, after=60)

    assert len(chat.received) == 1
    entry = AuditEntry.objects.get(action="webhook.paused")
    assert (entry.actor, entry.changes) == (None, {"pause": ["", "gone"]})


def test_an_address_that_leads_inside_is_never_sent_to(chat, webhook, objective):
    go_off_track(objective)

    post_waiting([webhook.pk], NOON, chat.guarded_way)

    assert chat.received == []
    assert (fresh(webhook).failure, states(webhook)) == ("not_allowed", ["waiting"])


class Killed:
    """The way to a chat, for a process that ends as soon as its message is out."""

    def __init__(self, way):
        self.way = way

    def post(self, *message):
        self.way.post(*message)
        raise SystemExit


def test_a_process_that_dies_after_sending_leaves_it_to_the_next(chat, webhook, objective):
    """At least once: the same rows under the same key, however much came in between."""
    go_off_track(objective)
    with pytest.raises(SystemExit):
        post_waiting([webhook.pk], NOON, Killed(chat.way))
    go_off_track(objective)
    assert len(minute(chat, after=0.9)) == 1

    assert len(minute(chat, after=1.1)) == 2

    assert chat.keys[0] == chat.keys[1]
    assert states(webhook) == ["sent", "waiting"]


def test_what_kills_its_process_is_given_up(chat, webhook, objective):
    go_off_track(objective)
    WebhookPost.objects.update(attempts=posting.MOST_ATTEMPTS)

    assert minute(chat) == []
    assert states(webhook) == ["failed"]


def test_news_of_the_day_before_is_none(chat, webhook, objective):
    go_off_track(objective)

    assert minute(chat, after=24 * 60) == []
    assert states(webhook) == ["skipped"]


def test_what_was_recorded_while_paused_is_not_made_up_for(chat, people, webhook, objective):
    go_off_track(objective)
    pause_webhook(webhook, actor=people.admin)
    pause_webhook(webhook, actor=people.admin)
    go_off_track(objective)
    resume_webhook(fresh(webhook), actor=people.admin)
    resume_webhook(fresh(webhook), actor=people.admin)

    assert minute(chat) == []
    go_off_track(objective)
    assert len(minute(chat)) == 1
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "webhook.paused",
        "webhook.resumed",
    ]


def test_a_removed_one_keeps_no_secret_and_breaks_nothing(chat, people, webhook, objective):
    go_off_track(objective)
    remove_webhook(webhook, actor=people.admin)
    remove_webhook(webhook, actor=people.admin)
    WebhookPost.objects.create(
        webhook=webhook,
        activity=Activity.objects.create(company=people.company, kind="off_track", target=objective),
    )

    assert minute(chat) == []
    assert fresh(webhook).url == ""
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.label) == ("webhook.removed", "#news")
    assert "secret" not in str(entry.changes)


def test_a_copy_of_the_data_tells_no_chat_before_it_is_confirmed(chat, webhook, objective):
    go_off_track(objective)
    silence()
    go_off_track(objective)
    assert minute(chat) == []

    resume_from(timezone.now())
    assert minute(chat) == []

    go_off_track(objective)
    assert len(minute(chat)) == 1


def test_neither_a_pause_nor_the_demo_lets_anything_out(chat, webhook, objective, settings):
    go_off_track(objective)
    settings.DEMO = True
    assert minute(chat) == []
    settings.DEMO = False
    pause_until(NOON + timedelta(hours=1))

    assert len(minute(chat)) == 1
    pause()
    post_waiting([webhook.pk], NOON + timedelta(minutes=5), chat.way)
    assert len(chat.received) == 1


def test_one_that_cannot_be_told_keeps_no_other_waiting(chat, people, webhook, objective):
    broken = webhook_of(people.company, format="pager")
    Webhook.objects.filter(pk=broken.pk).update(next_at=NOON - timedelta(hours=1))
    go_off_track(objective)

    assert len(minute(chat)) == 1
    assert (states(broken), states(webhook)) == (["waiting"], ["sent"])


def test_an_operator_sees_how_it_stands(webhook, objective):
    go_off_track(objective)
    Webhook.objects.update(failure="busy")

    assert chats_health(NOON + timedelta(seconds=30)) == {
        "webhooks": 1,
        "paused": 0,
        "in_trouble": 1,
        "waiting": 1,
        "oldest_waiting_seconds": 30,
    }


def test_acts_without_webhooks_pay_one_query_and_others_none(objective, django_assert_num_queries):
    for kind, count in ((Activity.Kind.OFF_TRACK, 4), (Activity.Kind.COMMENT, 3)):
        with django_assert_num_queries(count):  # two of them are the savepoint
            record_activity(kind, objective, actor=None, audience=[])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_workers_at_once_tell_it_once(chat, webhook, objective):
    for _each in range(5):
        go_off_track(objective)

    outcomes = at_once(*[lambda: post_waiting([webhook.pk], NOON, chat.way)] * 8)

    assert errors(outcomes) == []
    assert len(chat.received) == 1
    assert set(states(webhook)) == {"sent"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_what_happens_while_it_is_removed_happens(people, webhook, objective):
    calls = [lambda: go_off_track(objective)] * 8 + [lambda: remove_webhook(webhook, actor=people.admin)]

    assert errors(at_once(*calls)) == []
    assert Activity.objects.count() == 8
