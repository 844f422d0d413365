"""What the domain refuses, in words a page can show."""

from common.refusals import Refusal


class PeopleError(Refusal):
    """A change that the rules of people forbid."""
