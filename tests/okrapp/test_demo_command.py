import io

import pytest
from django.core.management import CommandError, call_command

from notifications.domain.switch import mail_pause_reason, mail_switch
from okrapp.management.commands import demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads(settings, tmp_path, monkeypatch):
    """The demo with its company, database and server replaced by notes of what was asked of them."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path / "demo"
    asked = []

    def load(name, *, language, stdout):
        asked.append(language)
        stdout.write("hanako@example.com")

    monkeypatch.setattr(demo, "prepare", lambda: None)
    monkeypatch.setattr(demo, "call_command", load)
    monkeypatch.setattr(demo, "serve", lambda *, announce, **options: announce())
    return asked


def told(*arguments):
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_company_is_loaded_once_and_its_logins_are_told_each_time(loads):
    assert "hanako@example.com" in told("--language", "en")
    assert "hanako@example.com" in told()
    assert loads == ["en"]


def test_reset_loads_it_anew_and_keeps_the_key_that_signs_its_links(loads, settings):
    told()
    (settings.VAR_DIR / "mailbox").mkdir()
    (settings.VAR_DIR / "secret_key").write_text("k")
    told("--reset", "--language", "en")

    assert loads == ["ja", "en"]
    assert sorted(path.name for path in settings.VAR_DIR.iterdir()) == ["logins.txt", "secret_key"]


def test_the_address_is_told(loads, settings):
    settings.BASE_URL = "http://127.0.0.1:8002"

    assert "http://127.0.0.1:8002/" in told()


def test_mail_arrives_whichever_port_is_free(loads, settings):
    mail_switch()
    settings.BASE_URL = "http://127.0.0.1:8002"

    told()

    assert mail_pause_reason() is None


def test_refuses_to_touch_a_deployment(loads, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        told()
    assert loads == []
