"""`python -m bench.inside NAME '{"argument": …}'`: run bench.inside.NAME and print what it found as JSON."""

import json
import sys
from importlib import import_module

import django
from django.conf import settings

from bench.databases import address_of

if __name__ == "__main__":
    name, arguments = sys.argv[1:]
    django.setup()
    address_of(settings.DATABASES["default"]["NAME"])
    found = import_module(f"bench.inside.{name}").run(**json.loads(arguments))
    sys.stdout.write(f"{json.dumps(found)}\n")
