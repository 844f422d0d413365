"""What can be found by any part of its words."""

from django.db import models

from common.text import search_key


class Searchable(models.Model):
    """A model that stores the key of what it is searched by; ``search_parts`` says what that is."""

    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.fill_search_text()
        super().save(*args, **kwargs)

    def fill_search_text(self):
        """Called by save; bulk operations, which do not save one by one, call it themselves."""
        self.search_text = search_key(*self.search_parts())

    def search_parts(self):
        return [self.title]
