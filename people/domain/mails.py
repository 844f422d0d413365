"""Account mail that is not allauth's, in the language of the person it goes to."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from people.reading import as_read_by


def send_invitation_mail(invitation, *, url):
    """Send the link, or, where the address is taken in another company, say so to its owner alone."""
    person = invitation.user
    with as_read_by(person):
        kind = "invitation" if person.email else "invitation_taken"
        context = {"invitation": invitation, "person": person, "company": person.company, "url": url}
        message = EmailMultiAlternatives(
            " ".join(render_to_string("people/email/invitation_subject.txt", context).split()),
            render_to_string(f"people/email/{kind}_body.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [person.address],
        )
        message.attach_alternative(render_to_string(f"people/email/{kind}_body.html", context), "text/html")
        message.send()
