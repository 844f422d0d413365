"""What the company and department pages share: filters, tiles, cards and the quiet refresh."""

from dataclasses import dataclass, replace
from functools import partial
from zlib import crc32

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.htmx import render_page
from common.numbers import format_points
from goals.models.fields import Status
from goals.queries.board import board_of, readable_parents
from goals.queries.cards import objective_cards
from goals.queries.cycles import selected_cycle
from goals.queries.heat import weekly_changes
from goals.queries.look_first import look_first
from goals.queries.origins import origins_text
from goals.queries.readings import count_text
from goals.rules import propose_objective
from goals.wording import row_words, status_word, tone
from kpis.forms.filters import OF_THE_COMPANY
from okrapp.board_tiles import tiles

CARDS_PER_PAGE = 40
SLICES = [
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
    Status.NONE,
    "stale",
    Status.DONE,
    Status.DROPPED,
]
MARKS = ["waiting", "help", "unagreed"]
HEAT_STEPS = (0.005, 0.05, 0.10)
REGION = "board"
EMPTY_BOARD = "dashboard/no_cycle.html"
PAGE = "dashboard/board.html"
FRAGMENT = "dashboard/_board.html"


@dataclass(frozen=True)
class Filters:
    """What the reader narrows the list of key results to; empty means everything."""

    status: str = ""
    owner: str = ""

    @classmethod
    def of(cls, request):
        status = request.GET.get("status", "")
        owner = request.GET.get("owner", "")
        known = {*SLICES, *MARKS}
        return cls(status if status in known else "", owner if owner.isdecimal() else "")

    def __bool__(self):
        return bool(self.status or self.owner)

    def keep(self, key_result, board):
        return self.fits_owner(key_result) and self.fits_status(key_result, board)

    def fits_owner(self, key_result):
        return not self.owner or str(key_result.owner_id) == self.owner

    def fits_status(self, key_result, board):
        match self.status:
            case "":
                return True
            case "stale":
                return key_result.pk in board.stale
            case "waiting":
                return key_result in board.waiting
            case "help":
                return key_result.needs_help
            case "unagreed":
                return key_result.is_live and not key_result.agreed_id
        return key_result.status == self.status and key_result.pk not in board.stale


def board_page(request, *, level, department_id=None, surroundings):
    """Answer with the whole page, the board alone for htmx, or 204 when a quiet refresh finds nothing new.

    ``surroundings`` is called for the rest of the context once there is something to show.
    """
    cycle = selected_cycle(request)
    if cycle is None:
        return render_page(request, EMPTY_BOARD, surroundings())
    board = board_of(request.user, cycle, timezone.now(), level=level, department_id=department_id)
    version = version_of(board)
    if request.GET.get("version") == version:
        return HttpResponse(status=204)
    context = {
        **surroundings(),
        **board_context(request, board),
        "origins": partial(origins_text, request.user, cycle, department_id),
        "new_url": new_objective_url(request.user, level, department_id),
        "kpis_url": f"{reverse('kpis')}?department={department_id or OF_THE_COMPANY}&sort=state",
        "version": version,
        "region": REGION,
    }
    return render_page(request, PAGE, context, fragments={REGION: FRAGMENT})


def new_objective_url(user, level, department_id):
    """Where the person may write an objective for this place, or ""."""
    if not propose_objective(user, level, department_id):
        return ""
    place = f"&department={department_id}" if department_id else ""
    return f"{reverse('objective-new')}?level={level}{place}"


def version_of(board):
    """Changes whenever anything drawn on the board does, and at midnight."""
    objectives = [*board.objectives, *board.enclosing, *board.drafts]
    rows = [(o.pk, o.version, o.progress, o.status) for o in objectives]
    rows += [
        (kr.pk, kr.last_seq, kr.status, kr.progress, kr.needs_help, kr.held_up_by, kr.agreed_id, kr.on_table_id)
        for kr in board.all_key_results
    ]
    drawn = repr((board.today, board.cycle.stage, rows, board.readings)).encode()
    return f"{crc32(drawn):08x}"


def board_context(request, board):
    filters, drawn = Filters.of(request), slices(board)
    kept = [kr for kr in board.all_key_results if filters.keep(kr, board)]
    listed = [*board.objectives, *board.enclosing]
    if filters:
        with_rows = {key_result.objective_id for key_result in kept}
        listed = [objective for objective in listed if objective.pk in with_rows]
    page = Paginator(listed, CARDS_PER_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(page.object_list, kept, board)
    return {
        "board": board,
        "filters": filters,
        "page": page,
        "cards": [card for card in cards if card.objective.cycle_id == board.cycle.pk],
        "enclosing": [card for card in cards if card.objective.cycle_id != board.cycle.pk],
        "tiles": tiles(board),
        "findings": [finding_row(finding) for finding in look_first(board)],
        "slices": drawn,
        "donut_slices": [part[:3] for part in drawn],
        "owners": owners(board),
        "statuses": [(slice_, slice_word(slice_)) for slice_ in [*SLICES, *MARKS]],
        "heat": heat_rows([card.objective for card in cards], board),
        "words": row_words(),
    }


def cards_of(objectives, key_results, board):
    cards = objective_cards(
        objectives,
        viewer=board.viewer,
        today=board.today,
        key_results=key_results,
        paces=board.paces,
        parents=readable_parents(objectives),
    )
    return [replace(card, read=count_text(*board.readings.get(card.objective.pk, (0, 0)))) for card in cards]


def finding_row(finding):
    owner = finding.key_result.owner
    return {
        "initials": owner.initials,
        "tone": owner.tone,
        "owner": owner.name,
        "title": finding.key_result.title,
        "url": finding.key_result.get_absolute_url(),
        "reason": finding.reason,
        "detail": finding.detail,
    }


def slices(board):
    """(tone, word, count, url) of every status that occurs, in a fixed order."""
    return [
        (
            "none" if slice_ == "stale" else tone(slice_),
            slice_word(slice_),
            board.slices[slice_],
            f"?status={slice_}",
        )
        for slice_ in SLICES
        if board.slices[slice_]
    ]


def slice_word(slice_):
    own = {
        "stale": _("Not updated"),
        "waiting": _("Check-in still to come"),
        "help": _("Asks for help"),
        "unagreed": _("Not agreed yet"),
    }
    return own.get(slice_) or status_word(slice_)


def owners(board):
    """People who carry a key result here, by name order, for the filter."""
    people = {key_result.owner_id: key_result.owner for key_result in board.all_key_results}
    return [(str(owner.pk), owner.name) for owner in sorted(people.values(), key=lambda owner: owner.sort_key)]


def heat_rows(objectives, board):
    changes = weekly_changes(objectives, board.today)
    return [
        {
            "title": objective.title,
            "url": reverse("objective", args=[objective.pk]),
            "cells": [(heat_level(change), format_points(change)) for change in changes[objective.pk]],
        }
        for objective in objectives
        if any(changes[objective.pk])
    ]


def heat_level(change):
    if change is None:
        return 0
    level = sum(abs(change) >= step for step in HEAT_STEPS)
    return level if change > 0 else -level
