#!/usr/bin/env python3
"""Django's command line; ``demo``, ``serve`` and ``verify`` first make their own virtual environment."""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location

ROOT = os.path.dirname(os.path.abspath(__file__))


def load_bootstrap():
    # By path: importing the package could need what the bootstrap has yet to install.
    spec = spec_from_file_location("bootstrap", os.path.join(ROOT, "okrapp", "bootstrap.py"))
    bootstrap = module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    return bootstrap


def main():
    load_bootstrap().prepare(ROOT, sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okrapp.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - not before this line
    except ModuleNotFoundError:
        sys.exit("Django is not installed for this Python: use .venv/bin/python, which `demo` or `serve` makes.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
