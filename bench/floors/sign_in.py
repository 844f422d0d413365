"""A session of the floor: `python -m bench.floors.sign_in PERSON` prints its key."""

import sys

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

if __name__ == "__main__":
    django.setup()
    person = get_user_model().objects.get(pk=sys.argv[1])
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    sys.stdout.write(session.session_key)
