"""What the people of the demo company say to each other, as of when they said it."""

import re
from datetime import datetime, timedelta

from common.markdown import mention_of, mentions
from goals.models import GrowthNote
from kpis.models import Kpi
from notifications.domain.cheers import set_cheer
from notifications.domain.comments import concerned, keep_version, place_of, tell
from notifications.models import Activity, Cheer, Comment
from notifications.subjects import Conversation, subjects
from okrapp.demo.content import FOLDER, read
from okrapp.demo.story import MORNING, pick

NAMED = re.compile(r"\[([a-z]+)\]")
HOURS = range(1, 10)


def write_talk(staff, language, planned, day):
    """Write every comment and cheer of the files, the earliest first, and tell those concerned."""
    told, words = read(FOLDER / "shape" / "talk.toml"), read(FOLDER / language / "talk.toml")
    key_results = {each.told["key"]: each.key_result for each in planned}
    morning = datetime.combine(day, MORNING, tzinfo=staff.company.zone)
    acts = [(said_at(row, morning), say, row) for row in told["comment"]]
    acts += [(said_at(row, morning), cheer, row) for row in told["cheer"]]
    for at, act, row in sorted(acts, key=lambda act: act[0]):
        newest = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        act(staff, place_told(row, key_results, staff.company), row, words, at)
        Activity.objects.filter(pk__gt=newest).update(created_at=at)


def write_growth_notes(staff, language, cycle):
    """Write the growth notes of the files, each with the person's present manager."""
    told, words = read(FOLDER / "shape" / "talk.toml"), read(FOLDER / language / "talk.toml")
    GrowthNote.objects.bulk_create(
        growth_note(staff.people[row["person"]], words, row, cycle) for row in told["growth"]
    )


def growth_note(person, words, row, cycle):
    return GrowthNote(
        company=cycle.company,
        person=person,
        manager=cycle.company.tree.manager_of(person),
        cycle=cycle,
        wish=words[f"{row['key']}-wish"],
        answer=words[f"{row['key']}-answer"],
    )


def said_at(row, morning):
    return morning - timedelta(days=row["days"]) + timedelta(hours=pick(HOURS, row["on"], row.get("key")))


def place_told(row, key_results, company):
    """The Conversation a row is part of; where there is no check-in yet, that about the key result."""
    key_result = key_results.get(row["on"])
    if key_result is None:
        return Conversation(subjects["kpi"], Kpi.objects.get(company=company, code=row["on"]))
    latest = key_result.check_ins.effective().last() if row.get("latest") else None
    return Conversation(subjects["check-in"], latest) if latest else Conversation(subjects["key-result"], key_result)


def say(staff, place, row, words, at):
    text = NAMED.sub(lambda found: mentioned(staff.people[found[1]]), words[row["key"]])
    author = staff.people[row["author"]]
    comment = Comment.objects.create(**place_of(place.target), author=author, text=text, created_at=at)
    keep_version(comment, at)
    tell(place, comment, mentioned=set(mentions(text)), others=concerned(place))


def mentioned(person):
    return mention_of(person.name, person.pk)


def cheer(staff, place, row, words, at):
    for key in row["people"]:
        set_cheer(place, staff.people[key], is_cheered=True)
    Cheer.objects.about(place.target).update(created_at=at)
