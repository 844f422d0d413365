"""The first company of a deployment: a code printed on the console proves who may found it."""

import secrets
import time
import unicodedata
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from people.domain.accounts import add_person, give_password
from people.domain.companies import create_company, usual_holidays
from people.models import Company, Role

CODE_KEY, WRONG_KEY = "setup-code", "setup-code-wrong"
SALT = "people.setup"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else
GROUPS, GROUP_LENGTH = 2, 4
LIFETIME = timedelta(hours=24)
PAUSE = timedelta(minutes=15)
MAX_WRONG, MAX_WRONG_PER_ADDRESS = 200, 10


class SetupClosed(Exception):
    """There is a company already."""


def needs_setup():
    """Whether the deployment has no company yet."""
    return not Company.objects.exists()


def issue_setup_code():
    """Return a new code, good for a day and instead of any earlier one; None once a company exists.

    Only its keyed hash is stored.
    """
    if not needs_setup():
        return None
    groups = ["".join(secrets.choice(ALPHABET) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS)]
    code = "-".join(groups)
    keep({"digest": digest(code), "wrong": 0, "until": time.time() + LIFETIME.total_seconds()})
    return code


def has_setup_code():
    """Whether a code was issued that is neither expired nor used up."""
    return cache.get(CODE_KEY) is not None


@transaction.atomic
def try_setup_code(code, *, address):
    """Whether the code is right. Ten wrong ones from a network address make it wait for 15 minutes.

    Two hundred from anywhere end the code: a new one has to be issued.
    """
    lock_setup()
    kept, wrong_key = cache.get(CODE_KEY), f"{WRONG_KEY}:{digest(address)}"
    wrong_here = cache.get(wrong_key, 0)
    if kept is None or wrong_here >= MAX_WRONG_PER_ADDRESS:
        return False
    if constant_time_compare(kept["digest"], digest(code)):
        return True
    cache.set(wrong_key, wrong_here + 1, PAUSE.total_seconds())
    count_wrong(kept)
    return False


def count_wrong(kept):
    if kept["wrong"] + 1 >= MAX_WRONG:
        cache.delete(CODE_KEY)
    else:
        keep(kept | {"wrong": kept["wrong"] + 1})


def keep(code):
    cache.set(CODE_KEY, code, code["until"] - time.time())


@transaction.atomic
def found_company(*, name, language, email, password, **person):
    """Create the first company with its first administrator, who can sign in; return the administrator.

    The password was validated before. Call after ``try_setup_code``; the code is used up. Raises SetupClosed
    where somebody else was faster.
    """
    lock_setup()
    if not needs_setup():
        raise SetupClosed
    company = create_company(
        name=name,
        language=language,
        holidays=usual_holidays(language),
        setup_step=Company.SetupStep.RHYTHM,
    )
    admin = add_person(company, actor=None, email=email, role=Role.ADMIN, language=language, **person)
    cache.delete(CODE_KEY)
    return give_password(admin, password, actor=admin)


def lock_setup():
    """Let one founder at a time through: before there is a company, its content type is the row to lock."""
    ContentType.objects.select_for_update().get_or_create(app_label="people", model="company")


def digest(text):
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))
    return salted_hmac(SALT, letters, algorithm="sha256").hexdigest()


def reach_step(company, step):
    """Note that set-up has come to ``step``; going back over earlier steps does not undo that."""
    order = Company.SetupStep.values
    if company.setup_step and order.index(step) > order.index(company.setup_step):
        Company.objects.filter(pk=company.pk).update(setup_step=step)


def finish_setup(company):
    Company.objects.filter(pk=company.pk).update(setup_step="")
