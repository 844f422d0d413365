"""One press on the demo's sign-in page opens the demo as a member, a manager or an administrator, or its mailbox."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from okrapp.demo.content import LANGUAGES, read_staff
from okrapp.demo.staff import PASSWORD, address_of
from people.models import User


def demo_door(_request):
    """Give the sign-in page its ``demo_door``, and all pages the way to the mailbox, under `manage.py demo` alone."""
    return {"demo_door": SimpleLazyObject(door), "mailbox_url": reverse("mailbox")} if settings.DEMO else {}


def door():
    """The password of every demo person, and (role, person) for those the demo shows off."""
    words = {"member": _("Member"), "manager": _("Manager"), "admin": _("Administrator")}
    content = read_staff(LANGUAGES[0])  # those three have the same addresses in every edition
    addresses = {address_of(content, key): words[role] for role, key in content["logins"].items()}
    people = {person.email: person for person in User.objects.filter(email__in=addresses)}
    logins = [(role, people[address]) for address, role in addresses.items() if address in people]
    return {"password": PASSWORD, "logins": logins}
