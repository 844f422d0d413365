"""allauth's forms without grey text inside the fields: the label above says it, and stays."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa


class QuietMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(QuietMixin, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The link to a new password stands below the button, behind the fields in the order of Tab.
        self.fields["password"].help_text = ""


class AddEmailForm(QuietMixin, account.AddEmailForm):
    pass


class ChangePasswordForm(QuietMixin, account.ChangePasswordForm):
    pass


class SetPasswordForm(QuietMixin, account.SetPasswordForm):
    pass


class ResetPasswordForm(QuietMixin, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(QuietMixin, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(QuietMixin, account.ReauthenticateForm):
    pass


class AuthenticateForm(QuietMixin, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(QuietMixin, mfa.ReauthenticateForm):
    pass
