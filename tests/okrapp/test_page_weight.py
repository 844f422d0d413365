"""What a department page weighs and asks, however much it holds."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.bundles import BUNDLES, bundled_files
from okrapp.generator import Plan, generate
from people.models import Role

pytestmark = pytest.mark.django_db
HTML_LIMIT = 24 * 1024
FIRST_LOAD_LIMIT = 72 * 1024
QUERIES = 12


@pytest.mark.parametrize("objectives", [4, 40, pytest.param(400, marks=pytest.mark.deep)])
def test_a_department_of_any_size_stays_light(client, objectives):
    company = generate(
        Plan(
            day=timezone.localdate(),
            people=40,
            departments=1,
            objectives=objectives,
            key_results=objectives * 7 // 2,
            check_ins=objectives * 40,
        )
    )
    client.force_login(company.users.filter(role=Role.ADMIN).first())
    url = reverse("department", args=[company.departments.get().pk])
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)

    assert len(queries) <= QUERIES
    assert len(gzip.compress(response.content, 6)) <= HTML_LIMIT


def test_the_first_load_stays_light():
    bundles = ["\n".join(Path(finders.find(name)).read_text() for name in bundled_files(each)) for each in BUNDLES]

    assert sum(len(gzip.compress(bundle.encode(), 6)) for bundle in bundles) <= FIRST_LOAD_LIMIT - HTML_LIMIT
