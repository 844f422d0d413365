"""What people talk about here: KPIs."""

from operator import attrgetter

from kpis.models import Kpi
from kpis.queries.readers import readers_of
from notifications.subjects import Subject, register

register(
    Subject(
        slug="kpi",
        model=Kpi,
        visible_to=lambda reader: Kpi.objects.visible_to(reader),
        title="name",
        watched=lambda kpi: kpi,
        person=attrgetter("owner_id"),
        readers=readers_of,
        url=Kpi.get_absolute_url,
    )
)
