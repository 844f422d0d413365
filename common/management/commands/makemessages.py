from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # A guessed translation looks done and is wrong: leave what is new empty.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
