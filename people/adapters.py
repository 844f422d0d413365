from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are invited, and the first administrator runs the wizard."""

    def is_open_for_signup(self, request):
        return False
