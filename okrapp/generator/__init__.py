"""A company of any size, out of nothing but a seed: for measuring, and for trying how a large one feels.

Every figure is made by the functions that make it in the product, so that check_rollups finds no difference.
"""

from random import Random

from django.db import connection, transaction

from okrapp.generator.goals import open_cycles, set_objectives
from okrapp.generator.history import write_history
from okrapp.generator.people import hire
from okrapp.generator.plan import Plan, Workshop, load_words
from people.domain.companies import usual_holidays
from people.models import Company

__all__ = ["Plan", "generate"]


@transaction.atomic
def generate(plan):
    """Write one more company and return it."""
    check_references_at_once()
    words = load_words(plan.language)
    company = Company.objects.create(
        name=words["company"].format(seed=plan.seed),
        language=plan.language,
        holidays=usual_holidays(plan.language),
    )
    shop = Workshop(plan, company, Random(plan.seed), words)  # noqa: S311 - names, not secrets
    staff = hire(shop)
    objectives = set_objectives(shop, staff, open_cycles(shop))
    write_history(shop, staff, objectives)
    return company


def check_references_at_once():
    """Keep PostgreSQL from holding a reference to every row until the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
