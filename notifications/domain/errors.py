from common.refusals import Refusal


class ChatError(Refusal):
    """A change of a chat webhook that the rules forbid."""
