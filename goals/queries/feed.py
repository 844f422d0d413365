"""What moved lately in the company: wins first, then one's own department, then the rest."""

from datetime import timedelta

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from goals.queries.check_ins import readable_check_ins
from goals.wording import days_ago, value_text

DAYS = 14
SHOWN = 8
WIN = 1


def recent_moves(user, now):
    """Return up to eight finished lines about other people's check-ins of the last two weeks."""
    key_result = "key_result__"
    is_own = Q(**{f"{key_result}objective__department": user.department_id}) | Q(
        author__department=user.department_id
    )
    check_ins = (
        readable_check_ins(user)
        .filter(created_at__gte=now - timedelta(days=DAYS), key_result__objective__visibility="company")
        .exclude(author=user)
        .select_related("author", "key_result__owner", "key_result__objective")
        .annotate(
            rank=Case(
                When(key_result__progress__gte=WIN, then=Value(0)),
                *([When(is_own, then=Value(1))] if user.department_id else []),
                default=Value(2),
            )
        )
        .order_by("rank", "-created_at", "-pk")
    )
    today = user.company.today()
    return [move(check_in, user, today) for check_in in once_per_key_result(check_ins[: SHOWN * 3])]


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
