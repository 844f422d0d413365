import pytest
import time_machine
from django.test import Client

from tests.goals.mail_links.linking import MONDAY, awaited_key_result


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def client():
    """A browser like that of whoever follows a link: nobody is signed in, and forms are checked for their origin."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})


@pytest.fixture
def key_result():
    return awaited_key_result()
