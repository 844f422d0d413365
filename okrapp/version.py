"""The product's version, as pyproject.toml says it."""

import tomllib

from django.conf import settings


def product_version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
