import pytest

from okrapp import checks


def ids(problems):
    return [problem.id for problem in problems]


def test_missing_mail_is_told_outside_the_demo(settings):
    settings.HAS_MAIL, settings.DEMO = False, False
    assert ids(checks.check_mail(None)) == ["okr.W001"]

    settings.DEMO = True
    assert ids(checks.check_mail(None)) == []


@pytest.mark.parametrize(
    ("sender", "expected"),
    [("okr@example.com", []), ("Example <okr@例え.jp>", []), ("Example", ["okr.E003"]), ("a b@c", ["okr.E003"])],
)
def test_a_sender_is_a_mail_address(settings, sender, expected):
    settings.DEFAULT_FROM_EMAIL = sender
    assert ids(checks.check_sender(None)) == expected


@pytest.mark.parametrize(("url", "expected"), [("", []), ("http://relay/", []), ("relay/accepted/", ["okr.E004"])])
def test_the_look_up_is_a_web_address(settings, url, expected):
    settings.MAIL_LOOK_UP_URL = url
    assert ids(checks.check_look_up(None)) == expected


def test_https_wants_a_proxy_that_says_so(settings):
    settings.IS_HTTPS, settings.BEHIND_PROXY = True, False
    assert ids(checks.check_proxy(None)) == ["okr.W002"]

    settings.BEHIND_PROXY = True
    assert ids(checks.check_proxy(None)) == []


@pytest.mark.parametrize("url", ["https://okr.example.com", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_base_url_is_a_scheme_and_a_host(settings, url):
    settings.BASE_URL = url
    assert ids(checks.check_base_url(None)) == []


@pytest.mark.parametrize(
    "url",
    ["okr.example.com", "https://okr.example.com/okr", "ftp://okr.example.com", "https://", "https://a:b@c"],
)
def test_anything_else_is_refused(settings, url):
    settings.BASE_URL = url
    assert ids(checks.check_base_url(None)) == ["okr.E001"]


def test_the_demo_stays_on_its_machine(settings):
    settings.DEMO, settings.IS_LOOPBACK = True, False
    assert ids(checks.check_demo(None)) == ["okr.E002"]

    settings.IS_LOOPBACK = True
    assert ids(checks.check_demo(None)) == []


def test_a_lease_is_longer_than_the_wait_for_an_answer(settings):
    settings.MAIL_LEASE_SECONDS = 60
    assert ids(checks.check_lease(None)) == ["okr.W004"]

    settings.MAIL_LEASE_SECONDS = 90
    assert ids(checks.check_lease(None)) == []


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [
        ("", []),
        ("http://proxy.example.com:3128", []),
        ("https://proxy.example.com:3128", ["okr.E005"]),
        ("http://proxy.example.com", ["okr.E005"]),
        ("http://proxy.example.com:x", ["okr.E005"]),
        ("proxy.example.com:3128", ["okr.E005"]),
    ],
)
def test_a_proxy_for_chats_says_its_port(settings, proxy, expected):
    settings.EGRESS_PROXY = proxy
    assert ids(checks.check_egress(None)) == expected
