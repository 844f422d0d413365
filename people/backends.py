from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from people.models import User


class AuthenticationBackend(AllauthBackend):
    """allauth's, reading the person, company and department of a request in one query."""

    def get_user(self, user_id):
        user = User.objects.select_related("company", "department").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
