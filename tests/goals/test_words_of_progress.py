"""The pure arithmetic has words of its own; the models' must be the same."""

from goals import progress
from goals.models import KeyResult
from goals.models.fields import Status


def test_statuses_are_the_same_in_rows_and_arithmetic():
    assert {status.value for status in progress.Status} == set(Status.values)


def test_kinds_are_the_same_in_rows_and_arithmetic():
    assert {kind.value for kind in progress.Kind} == set(KeyResult.Kind.values)
