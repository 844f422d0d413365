"""The control of a field that takes people by name."""

from common.suggesting import SuggestingInput


class PersonInput(SuggestingInput):
    """A SuggestingInput for people; without scripts it takes a name or an address.

    ``everybody`` suggests viewers and those who have left, too.
    """

    def __init__(self, *, several=False, everybody=False):
        super().__init__("people-suggested")
        del self.attrs["maxlength"]  # any number of names may stand in it
        self.several, self.everybody = several, everybody

    @property
    def source(self):
        return super().source + ("?everybody=1" if self.everybody else "")
