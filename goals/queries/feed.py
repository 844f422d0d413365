"""What moved lately in the company: wins first, then one's own department, then the rest."""

from datetime import timedelta

from django.utils.translation import gettext as _

from goals.models import CheckIn, Objective
from goals.wording import days_ago, value_text

DAYS = 14
SHOWN = 8
LOOKED_AT = 48
WIN = 1


def recent_moves(user, now):
    """Return up to eight finished lines about other people's check-ins of the last two weeks."""
    recent = CheckIn.objects.filter(company=user.company_id, created_at__gte=now - timedelta(days=DAYS)).exclude(
        author=user
    )
    check_ins = (
        CheckIn.objects.filter(pk__in=newest(recent).union(newest(of_department(recent, user))))
        .filter(replaced_by=None, key_result__objective__in=Objective.objects.counted())
        .select_related("author", "key_result__owner", "key_result__objective")
        .order_by("-created_at", "-pk")
    )
    today = user.company.today()
    ranked = sorted(check_ins, key=lambda check_in: rank(check_in, user))
    return [move(check_in, user, today) for check_in in once_per_key_result(ranked)]


def newest(check_ins):
    """The ids of only so many as a few lines need: the index gives them without looking at the rest of the company.

    The limit stands one query deeper, because SQLite takes none in a part of a union.
    """
    limited = check_ins.order_by("-created_at").values("pk")[:LOOKED_AT]
    return CheckIn.objects.filter(pk__in=limited).values("pk")


def of_department(check_ins, user):
    if user.department_id is None:
        return check_ins.none()
    return check_ins.filter(author__department=user.department_id)


def rank(check_in, user):
    """Wins, then the person's own department, then the rest; each newest first, as they came."""
    if check_in.key_result.progress >= WIN:
        return 0
    places = {check_in.author.department_id, check_in.key_result.objective.department_id}
    return 1 if user.department_id in places else 2


def once_per_key_result(check_ins):
    newest = {}
    for check_in in check_ins:
        newest.setdefault(check_in.key_result_id, check_in)
    return list(newest.values())[:SHOWN]


def move(check_in, user, today):
    key_result = check_in.key_result
    return {
        "initials": check_in.author.initials,
        "tone": check_in.author.tone,
        "sentence": sentence(check_in),
        "title": key_result.title,
        "url": key_result.get_absolute_url(),
        "note": check_in.note,
        "when": days_ago(user.company.day_of(check_in.created_at), today),
        "is_win": key_result.progress >= WIN,
    }


def sentence(check_in):
    """Who recorded what, and for whom where it was on somebody's behalf."""
    key_result = check_in.key_result
    words = {
        "name": check_in.author.short_name,
        "value": value_text(key_result, check_in.value),
        "owner": key_result.owner.short_name,
    }
    if check_in.on_behalf:
        return _("%(name)s recorded %(value)s for %(owner)s") % words
    return _("%(name)s recorded %(value)s") % words
