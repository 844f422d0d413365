import io

import pytest
from django.urls import reverse

from people.models import AuditEntry, User
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db


# Pages


def upload(client, follow=False, **files):
    sources = {kind: io.BytesIO(text.encode()) for kind, text in files.items()}
    for source in sources.values():
        source.name = "file.csv"
    return client.post(reverse("settings-import"), sources, follow=follow)


def seen(response):
    return response.context["preview"].plan.fingerprint


def test_an_administrator_looks_and_imports(admin, client):
    client.force_login(admin)
    check = upload(client, follow=True, people="メール,姓,備考\naoi@example.com,佐藤,x\n")
    assert check.redirect_chain == [(reverse("settings-import-check"), 302)]
    assert not User.objects.filter(email="aoi@example.com").exists()

    done = client.post(reverse("settings-import-check"), {"seen": seen(check)}, follow=True)

    assert done.redirect_chain == [(reverse("settings-people"), 302)]
    assert User.objects.filter(email="aoi@example.com").exists()
    assert client.get(reverse("settings-import-check")).status_code == 302


def test_a_page_with_problems_does_not_import(admin, client):
    client.force_login(admin)
    check = upload(client, follow=True, people="メール,姓\nnobody,佐藤\naoi@example.com,佐藤\n")
    assert "“nobody” is not an e-mail address." in check.content.decode()

    refused = client.post(reverse("settings-import-check"), {"seen": seen(check)})

    assert refused.status_code == 409
    assert not User.objects.filter(email="aoi@example.com").exists()


def test_two_administrators_importing_at_once_write_once(admin, client):
    other = AdminFactory(company=admin.company)
    pages = {}
    for person in (admin, other):
        client.force_login(person)
        pages[person] = upload(client, follow=True, people="メール,姓\naoi@example.com,佐藤\n")
        client.logout()
    answers = []
    for person, page in pages.items():
        client.force_login(person)
        answers.append(client.post(reverse("settings-import-check"), {"seen": seen(page)}))
        client.logout()

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Everything is already as the file says." in answers[1].content.decode()
    assert AuditEntry.objects.filter(action="company.imported").count() == 1


@pytest.mark.parametrize("text", ["", "姓\n佐藤\n", "メール,姓\n" + "x,y\n" * 20_001])
def test_a_file_that_cannot_be_taken_is_refused_at_once(admin, client, text):
    client.force_login(admin)

    assert upload(client, people=text).status_code == 422


def test_a_file_must_be_chosen(admin, client):
    client.force_login(admin)

    assert client.post(reverse("settings-import")).status_code == 422


PAGES = [
    ("settings-import", []),
    ("settings-import-check", []),
    ("settings-import-template", ["people", "csv"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_members_may_neither_import_nor_export(client, name, args):
    client.force_login(UserFactory())

    assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("settings-export", args=["people", "csv"])).status_code == 403


@pytest.mark.parametrize("kind", ["people", "departments"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_templates_and_exports_are_files(admin, client, kind, suffix):
    client.force_login(admin)

    template = client.get(reverse("settings-import-template", args=[kind, suffix]))
    for response in (template, client.post(reverse("settings-export", args=[kind, suffix]))):
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("args", [["kpis", "csv"], ["people", "pdf"]])
def test_other_files_do_not_exist(admin, client, args):
    client.force_login(admin)

    assert client.post(reverse("settings-export", args=args)).status_code == 404


def test_what_one_uploaded_is_not_seen_by_another(admin, client):
    client.force_login(admin)
    upload(client, people="メール,姓\naoi@example.com,佐藤\n")
    client.force_login(AdminFactory(company=admin.company))

    assert client.get(reverse("settings-import-check")).status_code == 302


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_preview_asks_the_same_number_of_questions(admin, client, django_assert_num_queries, count):
    client.force_login(admin)
    records = "".join(f"p{number}@example.com,佐藤\n" for number in range(count))
    upload(client, people=f"メール,姓\n{records}")
    client.get(reverse("settings-import-check"))

    with django_assert_num_queries(8):
        client.get(reverse("settings-import-check"))
