"""How allauth behaves here: nobody signs up, links come from BASE_URL, mail speaks the reader's language."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.urls import reverse

from people.reading import as_read_by


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: people are invited, and the first administrator runs the wizard."""
        return False

    def get_reset_password_from_key_url(self, key):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_password_change_redirect_url(self, request):
        return reverse("profile")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def send_password_reset_mail(self, user, email, context):
        """People who never accepted their invitation have no password to reset and no door around it."""
        kind = "password_reset_key" if user.joined_at else "unknown_account"
        self.send_mail(f"account/email/{kind}", email, context)

    def send_mail(self, template_prefix, email, context):
        """Write in the language and time zone of the person the mail is about."""
        person = context.get("user") or next(iter(filter_users_by_email(email)), None)
        context = {"base_url": settings.BASE_URL, "person": person, **context}
        if person is None:
            super().send_mail(template_prefix, email, context)
            return
        with as_read_by(person):
            super().send_mail(template_prefix, email, context)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Counted per address and network address: a stranger must not be able to lock a member out.
        login = credentials.get("email", "").lower()
        return f"{self.get_client_ip(request)}:{login}"
