"""Whom a manager leads: those of whom nobody stands nearer above."""


def led_departments(readers):
    """Where one of them can be somebody's nearest manager."""
    return {pk for reader in readers for pk in reader.company.tree.near.get(reader.pk, ())}


def is_led(person, reader):
    """Whether the person is there, and the reader is the nearest manager above."""
    return person.is_active and not person.is_viewer and reader.company.tree.manager_of(person) == reader
