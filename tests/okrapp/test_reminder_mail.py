import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from goals.domain.mail_links import read_link
from notifications.models import Delivery
from notifications.registry import Skip, composers
from tests.factories import KeyResultFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
NUMBER = re.compile(r"\d[\d,.]*")


def owner_of(count, **fields):
    owner = UserFactory(family_name="田中", given_name="蓮", company__name="みどり精工", **fields)
    for number in range(count):
        KeyResultFactory(objective__owner=owner, title=f"訪問 {number}", unit="社")
    return owner


def reminder(owner, now=NOW):
    delivery = Delivery(company=owner.company, person=owner, kind=Delivery.Kind.REMINDER, expires_at=timezone.now())
    return composers[Delivery.Kind.REMINDER]([delivery], now)(delivery)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("ja", "【リマインド】2件の更新をお願いします｜みどり精工"),
        ("en", "Reminder: 2 check-ins to make | みどり精工"),
    ],
)
def test_the_subject_says_what_to_do(language, subject):
    assert reminder(owner_of(2, language=language)).subject == subject


def test_every_overdue_key_result_has_its_buttons_in_both_parts():
    owner = owner_of(2)

    mail = reminder(owner)

    told = re.findall(r": http://127\.0\.0\.1:8000/mail/go/(\S+)/", mail.body)
    shown = re.findall(r'href="http://127\.0\.0\.1:8000/mail/go/([^"]+)/"', mail.html)
    links = [read_link(token) for token in told]
    assert told == shown
    assert [(link.purpose, link.key_result_id, link.person) for link in links] == [
        (purpose, key_result.pk, owner) for key_result in owner.key_results.all() for purpose in ("value", "help")
    ]


def test_both_parts_carry_the_same_numbers():
    mail = reminder(owner_of(2))

    seen = re.sub(r"<style.*?</style>|<[^>]+>", " ", mail.html, flags=re.DOTALL)
    told = re.sub(r"https?://\S+|^\d+\)", " ", mail.body, flags=re.MULTILINE)
    assert sorted(NUMBER.findall(seen.partition("Due on")[2])) == sorted(NUMBER.findall(told.partition("Due on")[2]))


def test_it_can_be_stopped_with_one_click():
    mail = reminder(owner_of(1))

    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_not_sent_once_nothing_is_overdue():
    owner = owner_of(1)
    owner.key_results.update(last_period=NOW.date())

    with pytest.raises(Skip):
        reminder(owner)
