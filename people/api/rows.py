"""The two shapes in which the API lets things be read."""

from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView, RetrieveAPIView


class Readable:
    """``model`` is shown as far as ``readable_to(user)`` goes; without a person (drawing the schema) nothing is."""

    def get_queryset(self):
        user = self.request.user
        return self.readable_to(user) if user else self.model.objects.none()


class Rows(Readable, ListAPIView):
    pass


class Row(Readable, RetrieveAPIView):
    """One of them by the part of the address that ``looked_up_by`` names; 404 alike for foreign and missing ones."""

    looked_up_by = "pk"

    def get_object(self):
        return get_object_or_404(self.get_queryset(), **{self.looked_up_by: self.kwargs[self.looked_up_by]})
