"""What the operator's commands ask for on the terminal."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


def ask(question):
    try:
        return input(f"{question}: ").strip()
    except EOFError as error:
        raise CommandError(f"{question} is missing.") from error


def read_password(person, *, from_stdin):
    """A password the validators accept for this person, typed twice unseen or read from one line of stdin."""
    if from_stdin:
        return checked_password(sys.stdin.readline().rstrip("\n"), person)
    password = getpass("Password: ")
    if password != getpass("Password (again): "):
        raise CommandError("The two passwords differ.")
    return checked_password(password, person)


def checked_password(password, person):
    """The password, if the validators of the pages accept it for this person."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def first_errors(errors):
    """A form's errors as one line a field."""
    return "\n".join(f"{field}: {messages[0]}" for field, messages in errors.items())
