"""KPIs that crossed or gave a signal, as rows of a digest."""

from django.utils.translation import gettext as _

from kpis.telling import alert_text, tone_of
from kpis.wording import state_word
from okrapp.mails.rows import SIGNS, Row, State, link, short


def alert_row(kpi):
    tone = tone_of(kpi.told)
    word = state_word(kpi.told["state"]) if kpi.told["state"] else _("Signal")
    return Row(
        title=short(kpi.name),
        url=link("kpi", kpi.code),
        state=State(SIGNS[tone], word, tone),
        facts=alert_text(kpi, kpi.told),
    )
