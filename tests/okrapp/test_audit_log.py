"""What administrators read of who changed what."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.tables import read_table
from goals.models import Objective
from okrapp.audit_log import files
from people.domain.audit import audit_entry, record_entries
from people.models import AuditEntry, Company
from tests.factories import AdminFactory, CycleFactory, DepartmentFactory, KeyResultFactory, ObjectiveFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
URL = "/settings/audit/"
QUERIES = 10
HOSTILE = '<img src=x onerror=alert(1)>{{ 7|add:"7" }}\u202eevil\x07😀'


@pytest.fixture
def admin(client):
    admin = AdminFactory()
    client.force_login(admin)
    return admin


@pytest.fixture
def objective(admin):
    return ObjectiveFactory(owner=admin, title="Grow")


def log(subject, actor, action="objective.changed", changes=None, *, at=None):
    made = audit_entry(subject, actor=actor, action=action, changes=changes)
    made.created_at = at or timezone.now()
    made.save()
    return made


def labels(response):
    return [row["label"] for row in response.context["rows"]]


def details(response):
    """(label, old, new) of everything the newest entry tells."""
    row = response.context["rows"][0]
    return [(each.label, each.old, each.new) for each in (*row["details"], *row["more"])]


def test_an_entry_says_who_did_what_to_what_and_from_what_to_what(client, admin, objective):
    log(objective, admin, changes={"ambition": ("committed", "stretch"), "alignment_weight": (1, 3)})

    response = client.get(URL)

    [row] = response.context["rows"]
    assert (row["actor"], row["what"], row["label"]) == (admin, "Changed the objective", "Grow")
    assert row["url"] == objective.get_absolute_url()
    assert details(response) == [("Ambition", "Committed", "Stretch"), ("Weight in the parent", "1", "3")]


@pytest.mark.parametrize(
    ("factory", "action", "changes", "told"),
    [
        (KpiFactory, "kpi.changed", {"is_kgi": (False, True)}, ("Key goal indicator (KGI)", "No", "Yes")),
        (KpiFactory, "kpi.changed", {"target": ("1000.000000", None)}, ("Target", "1,000", "")),
        (KpiFactory, "kpi.target_set", {"period": (None, "2026-10")}, ("Period", "", "October 2026")),
        (KpiFactory, "kpi.alert_rules_set", {"bad": (None, "Sato Aoi, asks for check-ins")},
         ("When it falls below its warn line", "", "Sato Aoi, Ask the owners of its key results for a check-in")),
        (KpiFactory, "kpi.quality_answered", {"quality_easy": (None, "no: Takes days")},
         ("Can it be measured every period without much effort?", "", "No: Takes days")),
        (KeyResultFactory, "key_result.changed", {"due_on": ("2026-12-31", "2026-11-30")},
         ("Due", "Thu 31 Dec 2026", "Mon 30 Nov 2026")),
        (KeyResultFactory, "key_result.done", {"status": ("on_track", "done")}, ("Status", "On track", "Done")),
        (KeyResultFactory, "key_result.kpi_linked", {"kpi_mode": ("context", "latest")},
         ("What it does", "Shown beside it", "Gives its value: the latest actual")),
        (CycleFactory, "cycle.moved", {"stage": ("planning", "running")}, ("Stage", "Planning", "Running")),
        (DepartmentFactory, "department.changed", {"due_weekday": (None, 4)}, ("Check-ins are due on", "", "Friday")),
        (ObjectiveFactory, "objective.changed", {"invented": ("a", "b")}, ("invented", "a", "b")),
        (KeyResultFactory, "key_result.changed", {"due_on": ("some day", "")}, ("Due", "some day", "")),
    ],
)  # fmt: skip
def test_values_are_told_in_words(client, admin, factory, action, changes, told):
    subject = factory()
    type(subject).objects.filter(pk=subject.pk).update(company=admin.company)
    subject.company = admin.company
    log(subject, admin, action, changes)

    assert details(client.get(URL)) == [told]


def test_moments_are_told_in_the_zone_of_the_reader(client, admin, objective):
    admin.time_zone = "America/New_York"
    admin.save()
    log(objective, admin, at=datetime(2026, 11, 18, 3, tzinfo=UTC))

    assert "17 Nov 2026" in client.get(URL).context["rows"][0]["when"]


def test_what_is_linked_by_number_is_called_by_its_name(client, admin):
    initiative = InitiativeFactory(owner=admin)
    key_result = KeyResultFactory(objective__owner=admin, title="Faster")
    log(initiative, admin, "initiative.linked", {"key_results": ("", f"#{key_result.pk}, #999999")})

    assert details(client.get(URL)) == [("Key results it serves", "", "Faster, #999999")]


def test_what_has_gone_keeps_its_name_and_has_no_link(client, admin, objective):
    log(objective, None, "objective.deleted")
    objective.delete()

    [row] = client.get(URL).context["rows"]

    assert (row["label"], row["url"], row["who"]) == ("Grow", "", "The system or an operator")


def test_long_texts_are_shortened_and_whole(client, admin, objective):
    text = "長い話" * 600
    log(objective, admin, changes={"why": ("Short", text)})

    page = client.get(URL).content.decode()

    assert page.count(text) == 1
    assert "Short" in page
    assert f"{text[:89]}…" in page


def test_a_new_object_shows_three_fields_and_the_rest_at_a_touch(client, admin, objective):
    log(objective, admin, "objective.created", {name: (None, "x") for name in "abcde"} | {"empty": (None, "")})

    [row] = client.get(URL).context["rows"]

    assert (len(row["details"]), len(row["more"])) == (3, 2)
    assert "2 more fields" in client.get(URL).content.decode()


def test_hostile_text_is_shown_safe_and_whole(client, admin):
    objective = ObjectiveFactory(owner=admin, title=HOSTILE)
    log(objective, admin, changes={"why": (HOSTILE, HOSTILE * 3)})

    page = client.get(URL).content.decode()

    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert "\x07" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;{{ 7|add:&quot;7&quot; }}evil😀") >= 5


def test_other_companies_are_not_in_it(client, admin, objective):
    stranger = AdminFactory()
    theirs = ObjectiveFactory(owner=stranger, title="Secret")
    log(theirs, stranger)
    log(objective, admin)

    assert labels(client.get(URL)) == ["Grow"]
    assert client.get(URL, {"kind": "objective", "object": theirs.pk}).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Grow", "ＫＰＩ", "Grow"]),
        ({"q": "kpi"}, ["ＫＰＩ"]),
        ({"q": "gro w"}, ["Grow", "Grow"]),
        ({"kind": "kpi"}, ["ＫＰＩ"]),
        ({"group": "removed"}, ["Grow"]),
        ({"person": "Hanako"}, ["ＫＰＩ"]),
        ({"since": "2026-11-19"}, ["Grow"]),
        ({"until": "2026-11-18"}, ["ＫＰＩ", "Grow"]),
        ({"since": "2026-11-18", "until": "2026-11-18"}, ["ＫＰＩ", "Grow"]),
        ({"kind": "objective", "group": "changed", "until": "2026-11-18"}, ["Grow"]),
    ],
)
def test_entries_are_filtered(client, admin, objective, wanted, found):
    """Days are those of the company: 15:00 in UTC is midnight in Tokyo."""
    Company.objects.update(time_zone="Asia/Tokyo")
    hanako = AdminFactory(company=admin.company, family_name="Hanako")
    night = datetime(2026, 11, 18, 15, tzinfo=UTC)
    log(objective, admin, at=night - timedelta(days=1))
    log(KpiFactory(owner=admin, name="ＫＰＩ"), hanako, "kpi.changed", at=night - timedelta(seconds=1))
    log(objective, admin, "objective.deleted", at=night)

    assert labels(client.get(URL, wanted)) == found


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"since": "2026-11-19", "until": "2026-11-18"}, "The last day lies before the first."),
        ({"person": "Nobody"}, "“Nobody” is not on the list."),
        ({"since": "then"}, "Enter a valid date."),
        ({"since": "0001-01-01"}, "greater than or equal to 1970-01-01."),
        ({"until": "9999-12-31"}, "less than or equal to 2999-12-31."),
        ({"kind": "user_password"}, "Select a valid choice."),
    ],
)
def test_what_is_not_understood_shows_nothing_and_says_why(client, admin, objective, wanted, said):
    log(objective, admin)

    response = client.get(URL, wanted)

    assert labels(response) == []
    assert said in response.content.decode()


def test_pages_go_on_after_an_entry_and_lose_none(client, admin, objective):
    moment = datetime(2026, 11, 18, tzinfo=UTC)
    made = [log(objective, admin, at=moment + timedelta(seconds=number // 40)).pk for number in range(101)]
    made.sort(reverse=True)

    seen, before = [], ""
    while before is not None:
        page = client.get(URL, {"before": before} if before else {}).context["page"]
        seen += [each.pk for each in page.entries]
        before = page.next

    assert seen == made


def test_one_object_has_a_log_of_its_own(client, admin, objective):
    log(objective, admin)
    log(ObjectiveFactory(owner=admin, title="Other"), admin)
    address = {"kind": "objective", "object": objective.pk}

    response = client.get(URL, address)

    assert labels(response) == ["Grow"]
    assert "Changes of “Grow”" in response.content.decode()
    Objective.objects.filter(pk=objective.pk).delete()
    assert "Changes of “Grow”" in client.get(URL, address).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        {"kind": "objective", "object": 999999},
        {"kind": "none", "object": 1},
        {"object": 1},
        {"kind": "kpi", "object": "x"},
    ],
)
def test_what_never_was_has_no_log(client, admin, address):
    assert client.get(URL, address).status_code == 404


def test_htmx_gets_the_list_alone(client, admin, objective):
    log(objective, admin)

    part = client.get(URL, headers={"HX-Request": "true", "HX-Target": "audit-list"}).content.decode()

    assert part.startswith('<div id="audit-list"')
    assert "Grow" in part


def test_any_number_of_entries_costs_the_same_queries(client, admin):
    client.get(URL)
    counts = []
    for times in (1, 4):
        initiative = fill(admin, times)
        one = {"kind": "initiative", "object": initiative.pk, "before": "9999999999999999-1"}
        counts += [queries_of(client, address) for address in ({}, one)]

    assert counts[:2] == counts[2:]
    assert max(counts) <= QUERIES


@pytest.mark.parametrize("before", ["x", "1", "1-", "-1", "9" * 18 + "-1", "1-1-1"])
def test_a_place_that_is_none_is_the_beginning(client, admin, objective, before):
    log(objective, admin)

    assert labels(client.get(URL, {"before": before})) == ["Grow"]


def fill(admin, times):
    for _time in range(times):
        objective = ObjectiveFactory(owner=admin)
        initiative = InitiativeFactory(owner=admin, key_results=[KeyResultFactory(objective=objective)])
        links = {"key_results": ("", "#1, #2"), "needs": ("#1", f"#{initiative.pk}")}
        log(objective, AdminFactory(company=admin.company))
        log(initiative, admin, "initiative.linked", links)
        log(KpiFactory(owner=admin), admin, "kpi.changed")
        log(objective.cycle, admin, "cycle.moved")
        log(admin, None, "person.changed")
    return initiative


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, address)
    return len(queries)


# As a file


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_fits_is_taken_as_a_file_and_that_is_logged(client, admin, objective, suffix):
    log(objective, admin, changes={"title": ("=1+1", "Grow"), "why": ("a", "b")})
    log(KpiFactory(owner=admin), admin, "kpi.changed")

    response = client.post(reverse("settings-audit-export", args=[suffix]) + "?kind=objective")

    table = read_table(BytesIO(response.getvalue()), name=f"log.{suffix}")
    assert [row.cells[3:6] + row.cells[7:] for row in table.rows] == [
        ["Changed the objective", "Objective", "Grow", "Objective", "=1+1", "Grow"],
        ["Changed the objective", "Objective", "Grow", "Why", "a", "b"],
    ]
    assert table.rows[0].cells[2] == admin.address
    latest = AuditEntry.objects.latest("pk")
    assert (latest.action, latest.actor) == ("company.exported", admin)
    assert latest.changes == {"file": [None, f"audit-log.{suffix}"], "rows": [None, "2"]}


def test_too_many_entries_are_no_file_but_a_sentence(client, admin, objective, monkeypatch):
    monkeypatch.setitem(files.MOST_ENTRIES, "csv", 1)
    log(objective, admin)
    log(objective, admin)

    response = client.post(reverse("settings-audit-export", args=["csv"]))

    assert response.status_code == 422
    assert "choose a shorter period" in response.content.decode()
    assert not AuditEntry.objects.filter(action="company.exported").exists()


@pytest.mark.parametrize(("address", "status"), [("csv?since=then", 422), ("pdf", 404)])
def test_other_files_are_refused(client, admin, address, status):
    assert client.post(f"/settings/audit.{address}").status_code == status


# Where one comes from


@pytest.mark.parametrize("name", ["objective", "key_result", "kpi", "initiative"])
def test_the_pages_of_objects_lead_administrators_to_their_log(client, admin, objective, name):
    subject = {
        "objective": lambda: objective,
        "key_result": lambda: KeyResultFactory(objective=objective),
        "kpi": lambda: KpiFactory(owner=admin),
        "initiative": lambda: InitiativeFactory(owner=admin),
    }[name]()
    address = f"{URL}?kind={subject._meta.model_name}&amp;object={subject.pk}"

    assert address in client.get(subject.get_absolute_url()).content.decode()
    admin.role = "member"
    admin.save()
    assert address not in client.get(subject.get_absolute_url()).content.decode()


# It stays


@pytest.mark.parametrize("act", ["update", "delete", "one"])
def test_nobody_changes_or_deletes_an_entry(admin, objective, act):
    made = log(objective, admin)
    acts = {
        "update": lambda: AuditEntry.objects.update(label="x"),
        "delete": lambda: AuditEntry.objects.filter(pk=made.pk)._raw_delete("default"),
        "one": made.save,
    }

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        acts[act]()
    assert AuditEntry.objects.get().label == "Grow"


def test_many_entries_at_once_are_found_by_their_name(client, admin, objective):
    record_entries([audit_entry(objective, actor=admin, action="objective.changed")])

    assert labels(client.get(URL, {"q": "ｇｒｏｗ"})) == ["Grow"]
