"""Whose owner was not so sure of it when consenting, as a column of a query."""

from datetime import timedelta

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from goals.models import Confidence, Consent

UNSURE_FOR = timedelta(days=14)


def unsure_since(now):
    """The moment of the owner's last word lately on terms that hold or wait; None where it was not "not so sure"."""
    said = (
        Consent.objects.filter(Q(proposal=OuterRef("agreed")) | Q(proposal=OuterRef("on_table")))
        .filter(person=OuterRef("owner"), created_at__gte=now - UNSURE_FOR)
        .exclude(confidence="")
        .order_by("-pk")
        .values(unsure_at=Case(When(confidence=Confidence.LOW, then=F("created_at"))))
    )
    return Subquery(said[:1])
