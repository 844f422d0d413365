"""What notifications about goals say."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import CheckIn, Cycle, GrowthNote, KeyResult, Objective, Proposal
from goals.wording import dated_moment_text, dated_text, first_and_more, status_word, tone
from notifications.models import Activity
from notifications.registry import Told, teller


@teller(Activity.Kind.HELP_ASKED)
def tell_help(activities, reader):
    """One query."""
    asked_about = CheckIn.objects.visible_to(reader).filter(pk__in=[each.object_id for each in activities])
    key_results = {each.pk: each.key_result for each in asked_about.select_related("key_result")}
    return {
        each.pk: Told(
            _("%(name)s asks for your help") % {"name": each.actor.short_name},
            key_results[each.object_id].title,
            key_results[each.object_id].get_absolute_url(),
        )
        for each in activities
        if each.object_id in key_results
    }


@teller(Activity.Kind.PROPOSED, Activity.Kind.COUNTERED, Activity.Kind.AMENDED, Activity.Kind.AGREED)
def tell_agreement(activities, reader):
    """Two queries at most."""
    sentences = {
        Activity.Kind.PROPOSED: _("%(name)s proposes terms to agree on"),
        Activity.Kind.COUNTERED: _("%(name)s suggests other terms"),
        Activity.Kind.AMENDED: _("%(name)s proposes to change what was agreed"),
        Activity.Kind.AGREED: _("%(name)s agreed: the terms hold now"),
    }
    key_results = KeyResult.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    handed = handed_in(activities)
    return {
        each.pk: Told(
            handed_text(each, handed[each.data["handed"]], reader)
            if "handed" in each.data
            else sentences[each.kind] % {"name": each.actor.short_name},
            key_results[each.object_id].title,
            reverse("agreement", args=[each.object_id]),
            "good" if each.kind == Activity.Kind.AGREED else "none",
        )
        for each in activities
        if each.object_id in key_results
    }


@teller(Activity.Kind.CHECK_IN_DUE, Activity.Kind.CHECK_IN_OVERDUE, Activity.Kind.MISSED)
def tell_asked(activities, reader):
    """One query."""
    ids = {pk for each in activities for pk in each.data["key_results"]}
    readable = KeyResult.objects.visible_to(reader).in_bulk(ids)
    asked = {each.pk: [readable[pk] for pk in each.data["key_results"] if pk in readable] for each in activities}
    return {
        each.pk: Told(
            asking_sentence(each, len(asked[each.pk])),
            first_and_more([one.title for one in asked[each.pk]]),
            asking_url(each, asked[each.pk]),
        )
        for each in activities
        if asked[each.pk]
    }


def asking_sentence(activity, count):
    if activity.kind == Activity.Kind.MISSED:
        return _("No word for three check-ins in a row. Pause it, hand it over, close it, or just check in?")
    if activity.kind == Activity.Kind.CHECK_IN_OVERDUE:
        day = dated_text(date.fromisoformat(activity.data["on"]))
        text = ngettext("A check-in was due on %(day)s.", "%(count)d check-ins were due, the last on %(day)s.", count)
        return text % {"count": count, "day": day}
    when = dated_moment_text(datetime.fromisoformat(activity.data["at"]))
    text = ngettext("A check-in is due: %(when)s", "%(count)d check-ins are due: %(when)s", count)
    return text % {"count": count, "when": when}


def asking_url(activity, key_results):
    """Where it is done: on home, and what one is asked to think over on its own page."""
    is_one = activity.kind == Activity.Kind.MISSED and len(key_results) == 1
    return key_results[0].get_absolute_url() if is_one else reverse("home")


def handed_in(activities):
    """{id: Proposal} of the hand-overs among them."""
    ids = [each.data["handed"] for each in activities if "handed" in each.data]
    return Proposal.objects.select_related("owner").in_bulk(ids) if ids else {}


def handed_text(activity, proposal, reader):
    """Who is asked to take it over, with what they should know."""
    words = {"name": activity.actor.short_name, "successor": proposal.owner.short_name}
    if proposal.owner_id == reader.pk:
        sentence = _("%(name)s asks you to take this over") % words
    else:
        sentence = _("%(name)s proposes to hand this over to %(successor)s") % words
    if not proposal.note:
        return sentence
    return _("%(sentence)s: “%(note)s”") % {"sentence": sentence, "note": proposal.note}


@teller(Activity.Kind.DRAFT_PROPOSED, Activity.Kind.DRAFT_ANSWERED)
def tell_drafts(activities, reader):
    """One query."""
    objectives = Objective.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            draft_text(each), objectives[each.object_id].title, objectives[each.object_id].get_absolute_url()
        )
        for each in activities
        if each.object_id in objectives
    }


def draft_text(activity):
    sentences = {
        "": _("%(name)s proposes an objective: publish it or send it back"),
        "published": _("%(name)s published what you proposed"),
        "sent_back": _("%(name)s sent back what you proposed, with a comment"),
    }
    return sentences[activity.data.get("answer", "")] % {"name": activity.actor.short_name}


@teller(Activity.Kind.PAUSED, Activity.Kind.DONE)
def tell_key_result(activities, reader):
    """One query."""
    sentences = {
        Activity.Kind.PAUSED: _("%(name)s paused it: %(reason)s"),
        Activity.Kind.DONE: _("%(name)s marked it as done"),
    }
    key_results = KeyResult.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            sentences[each.kind] % {"name": each.actor.short_name, **each.data},
            key_results[each.object_id].title,
            key_results[each.object_id].get_absolute_url(),
            "done" if each.kind == Activity.Kind.DONE else "none",
        )
        for each in activities
        if each.object_id in key_results
    }


@teller(Activity.Kind.TIED)
def tell_tied(activities, reader):
    """One query."""
    key_results = KeyResult.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            tied_text(each),
            key_results[each.object_id].title,
            key_results[each.object_id].get_absolute_url(),
            tone(each.data["status"][1]) if "status" in each.data else "none",
        )
        for each in activities
        if each.object_id in key_results
    }


def tied_text(activity):
    """What is new with a key result that another one of the reader's is tied to."""
    data, words = activity.data, {"name": activity.actor.short_name}
    if "status" in data:
        words["before"], words["after"] = map(status_word, data["status"])
        return _("Linked with a key result of yours: %(before)s → %(after)s") % words
    if "paused" in data:
        return _("Linked with a key result of yours, and paused: %(reason)s") % {"reason": data["paused"]}
    sentences = {
        "terms": _("Linked with a key result of yours: other terms hold from now on"),
        "tied": _("%(name)s linked it with a key result of yours"),
        "resumed": _("Linked with a key result of yours: it goes on"),
        "archived": _("Linked with a key result of yours: its objective is archived"),
        "restored": _("Linked with a key result of yours: its objective is back"),
        "tie_changed": _("%(name)s says anew how it is linked with a key result of yours"),
        "untied": _("%(name)s took its link to a key result of yours away"),
    }
    return sentences[data["news"]] % words


@teller(Activity.Kind.GROWTH)
def tell_growth(activities, reader):
    """That there are new words, and not which: mail travels far. One query."""
    mine = GrowthNote.objects.filter(Q(person=reader) | Q(manager=reader)).exclude(wish="", answer="")
    notes = mine.select_related("person").in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            _("%(name)s wrote in the growth note that only the two of you read") % {"name": each.actor.short_name},
            notes[each.object_id].person.name,
            f"{notes[each.object_id].person.get_absolute_url()}#growth",
        )
        for each in activities
        if each.object_id in notes
    }


@teller(Activity.Kind.OFF_TRACK)
def tell_off_track(activities, reader):
    """One query."""
    objectives = Objective.objects.visible_to(reader).in_bulk([each.object_id for each in activities])
    return {
        each.pk: Told(
            _("Status: %(before)s → %(after)s")
            % {"before": status_word(each.data["before"]), "after": status_word(each.data["after"])},
            objectives[each.object_id].title,
            objectives[each.object_id].get_absolute_url(),
            tone(each.data["after"]),
        )
        for each in activities
        if each.object_id in objectives
    }


@teller(Activity.Kind.CYCLE_STAGE)
def tell_cycle_stage(activities, reader):
    """No query: cycles are everybody's to know, and what names one is part of the activity."""
    sentences = {
        Cycle.Stage.RUNNING: _("The cycle is running now: check-ins begin"),
        Cycle.Stage.REVIEW: _("The cycle is in review now"),
    }
    return {
        each.pk: Told(sentences[each.data["stage"]], cycle_of(each, reader).name, reverse("company"))
        for each in activities
    }


def cycle_of(activity, reader):
    data = activity.data
    starts_on = date.fromisoformat(data["starts_on"])
    return Cycle(company=reader.company, kind=data["kind"], own_name=data["own_name"], starts_on=starts_on)
