"""What the settings decide from the environment. Each case reads them afresh in a process of its own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from okrapp.settings import own_secret_key

ROOT = Path(__file__).parents[2]
ASK = "import json, sys; from okrapp import settings as s; print(json.dumps([getattr(s, n) for n in sys.argv[1:]]))"


@pytest.fixture
def read(tmp_path):
    def read_settings(*names, **environment):
        run = subprocess.run(
            [sys.executable, "-c", ASK, *names],
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        return json.loads(run.stdout) if run.returncode == 0 else run.stderr.strip().splitlines()[-1]

    return read_settings


COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME")


def test_https_secures_every_cookie(read):
    assert read(*COOKIES, BASE_URL="https://okr.example.com") == [True, True, True, "__Host-sessionid"]


def test_plain_http_works_on_this_machine(read):
    assert read("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS") == [False, 0]


def test_plain_http_is_refused_elsewhere(read):
    assert "BASE_URL is plain http" in read("DEBUG", BASE_URL="http://okr.example.com")
    assert read("IS_HTTPS", BASE_URL="http://okr.example.com", ALLOW_HTTP="1") == [False]


def test_the_domain_of_mail_is_one_that_headers_can_hold(read):
    assert read("MAIL_DOMAIN", BASE_URL="https://okr.例え.jp") == ["okr.xn--r8jz45g.jp"]


def test_secrets_come_from_files_too(read, tmp_path):
    secret = tmp_path / "key"
    secret.write_text("from a file")

    assert read("SECRET_KEY", SECRET_KEY_FILE=str(secret)) == ["from a file"]


def test_the_own_key_is_made_once_and_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"

    key = own_secret_key(path)

    assert len(key) > 50
    assert own_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
