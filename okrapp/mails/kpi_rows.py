"""KPIs that crossed or gave a signal, as rows of a digest."""

from django.utils.translation import gettext as _

from kpis.telling import alert_text, tone_of
from kpis.wording import state_word
from okrapp.mails.drawing import Row, State
from okrapp.mails.rows import SIGNS, absolute, short


def alert_row(kpi):
    tone = tone_of(kpi.told)
    word = state_word(kpi.told["state"]) if kpi.told["state"] else _("Signal")
    return Row(
        title=short(kpi.name),
        url=absolute(kpi.get_absolute_url()),
        state=State(SIGNS[tone], word, tone),
        facts=alert_text(kpi, kpi.told),
    )
