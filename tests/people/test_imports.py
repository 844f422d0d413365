import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation

from common.tables import TableError, write_xlsx
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import PlanChanged, commit_import
from people.models import AuditEntry, Invitation, Role, User
from tests.factories import AdminFactory, DepartmentFactory, UserFactory
from tests.people.importing import AOI, PEOPLE_HEADER, load, messages, sheet, text_sheet, told

pytestmark = pytest.mark.django_db


# What Excel writes


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_a_file_of_any_encoding_is_read_with_its_special_characters(admin, encoding):
    DepartmentFactory(company=admin.company, name="㈱髙島①課")
    text = "メールアドレス,姓,名,部門\r\ntakashi@example.com,髙橋,隆,㈱髙島①課\r\n"

    load(admin, text_sheet(text, encoding=encoding))

    person = User.objects.get(email="takashi@example.com")
    assert (person.family_name, person.given_name, person.department.name) == ("髙橋", "隆", "㈱髙島①課")


def test_a_workbook_is_read_like_a_csv(admin):
    load(admin, sheet([PEOPLE_HEADER, AOI], write=write_xlsx, suffix="xlsx"))

    person = User.objects.get(email="aoi@example.com")
    assert (person.name, person.furigana, person.role, person.language) == (
        "佐藤 葵",
        "さとう あおい",
        Role.MEMBER,
        admin.company.language,
    )
    assert person.company == admin.company
    assert not person.has_usable_password()
    assert person.search_text.startswith("佐藤葵")
    assert person.sort_key == "さとう あおい"


def test_english_columns_are_taken_in_any_order(admin):
    text = "Job title;Last name;Role;First name;Address;Language\nCEO;Sato;viewer;Aoi;AOI@Example.com;English\n"

    load(admin, text_sheet(text))

    person = User.objects.get(email="aoi@example.com")
    assert (person.family_name, person.given_name, person.job_title) == ("Sato", "Aoi", "CEO")
    assert (person.role, person.language) == (Role.VIEWER, "en")


@pytest.mark.parametrize(
    ("name", "language", "family", "given"),
    [
        ("佐藤 葵", "en", "佐藤", "葵"),
        ("佐藤　葵", "ja", "佐藤", "葵"),
        ("佐藤葵", "ja", "佐藤葵", ""),
        ("Aoi Sato", "en", "Sato", "Aoi"),
        ("Sato Aoi", "ja", "Sato", "Aoi"),
        ("Mary Ann Smith", "en", "Smith", "Mary Ann"),
        ("Madonna", "en", "Madonna", ""),
    ],
)
def test_a_full_name_is_split_at_its_space(admin, name, language, family, given):
    with translation.override(language):
        load(admin, text_sheet(f"氏名,メール\n{name},a@example.com\n"))

    person = User.objects.get(email="a@example.com")
    assert (person.family_name, person.given_name) == (family, given)


def test_a_full_name_without_its_space_is_no_new_name(admin):
    UserFactory(company=admin.company, email="a@example.com", family_name="佐藤", given_name="葵")

    assert not make_plan(admin.company, [text_sheet("氏名,メール\n佐藤葵,a@example.com\n")]).changes_anything


def test_furigana_may_come_in_two_columns_and_half_width(admin):
    load(admin, text_sheet("姓,セイ,メイ,メール\n佐藤,ｻﾄｳ,アオイ,a@example.com\n"))

    assert User.objects.get(email="a@example.com").furigana == "さとう あおい"


@pytest.mark.parametrize(
    "cell", ["営業本部/東京課", "営業本部 ／ 東京課", "営業本部>東京課", "T1", "Ｔ１", "東京課", "t1"]
)
def test_a_department_is_found_by_path_code_or_name(admin, cell):
    top = DepartmentFactory(company=admin.company, name="営業本部")
    department = DepartmentFactory(company=admin.company, name="東京課", parent=top, code="T1")

    load(admin, sheet([PEOPLE_HEADER, [*AOI[:4], cell, "", "", "", ""]]))

    assert User.objects.get(email="aoi@example.com").department == department


# Preview, commit, doing it again


def test_the_plan_says_old_and_new_for_each_field_and_writes_nothing(admin):
    person = UserFactory(company=admin.company, email="aoi@example.com", family_name="鈴木", given_name="葵")

    plan = make_plan(admin.company, [sheet([PEOPLE_HEADER, AOI])])

    assert plan.changed[0].changes == [
        ("family_name", "鈴木", "佐藤"),
        ("furigana", "", "さとう あおい"),
    ]
    person.refresh_from_db()
    assert person.family_name == "鈴木"


def test_the_same_file_again_changes_nothing(admin):
    departments = sheet([["部門名", "上位部門", "マネージャー"], ["本社", "", "aoi@example.com"]], kind="departments")
    people = sheet([PEOPLE_HEADER, [*AOI[:4], "本社", "部長", "管理者", "英語", "○"]])
    load(admin, departments, people)
    entries = AuditEntry.objects.count()

    plan = make_plan(admin.company, [departments, people])
    load(admin, departments, people)

    assert not plan.changes_anything
    assert len(plan.unchanged) == 2
    assert AuditEntry.objects.count() == entries


def test_absence_and_empty_cells_remove_nothing_and_a_dash_empties(admin):
    other = UserFactory(company=admin.company)
    person = UserFactory(company=admin.company, email="aoi@example.com", furigana="さとう", job_title="部長")

    load(admin, text_sheet("メール,ふりがな,役職\naoi@example.com,,-\n"))

    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.furigana, person.job_title) == ("さとう", "")
    assert other.is_active


def test_one_wrong_row_keeps_every_row_out(admin):
    people = sheet([PEOPLE_HEADER, AOI, ["b@example.com", "鈴木", "", "", "ない部", "", "", "", ""]])

    with pytest.raises(PlanChanged) as refused:
        load(admin, people)

    assert refused.value.plan.problems[0].row == 3
    assert not User.objects.filter(email="aoi@example.com").exists()


def test_a_commit_shows_what_changed_since_the_preview(admin):
    people = sheet([PEOPLE_HEADER, AOI])
    seen = make_plan(admin.company, [people]).fingerprint
    load(admin, people)

    with pytest.raises(PlanChanged) as refused:
        commit_import(admin.company, [people], actor=admin, seen=seen)

    assert not refused.value.plan.changes_anything
    assert User.objects.filter(email="aoi@example.com").count() == 1


def test_everything_is_recorded_and_nobody_is_mailed(admin, mailoutbox):
    departments = sheet([["部門名", "コード"], ["本社", "H"]], kind="departments")
    load(admin, departments, sheet([PEOPLE_HEADER, [*AOI[:4], "H", "", "", "", "○"]]))

    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"department.created", "person.added", "company.imported"}
    added = AuditEntry.objects.get(action="person.added")
    assert added.actor == admin
    assert added.changes["department"] == [None, "本社"]
    assert AuditEntry.objects.get(action="department.created").changes["manager"] == [None, "aoi@example.com"]
    assert mailoutbox == []
    assert Invitation.objects.count() == 0


# Rows that are refused


@pytest.mark.parametrize(
    ("language", "message"),
    [("ja", "「ない部」という部門はありません。"), ("en", "There is no department “ない部”.")],
)
def test_a_problem_names_row_and_column_in_the_readers_language(admin, language, message):
    with translation.override(language):
        found = messages(admin, text_sheet("メール,姓,所属\n\na@example.com,鈴木,ない部\n"))

    assert found == [(3, "所属", message)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["", "鈴木"], "The e-mail address is missing."),
        (["nobody", "鈴木"], "“nobody” is not an e-mail address."),
        (["a@example.com", ""], "The name is missing."),
        (["a@example.com", "鈴" * 61], "The text is longer than 60 characters."),
        (["a@example.com", "鈴木", "boss"], "“boss” is not a role. Write administrator, member or viewer."),
        (["a@example.com", "鈴木", "", "fr"], "“fr” is not a language. Write Japanese or English."),
        (["a@example.com", "鈴木", "", "", "田中"], "Write ○ where the person manages the department; "),
        (["a@example.com", "鈴木", "", "", "○"], "A manager needs a department to manage."),
    ],
)
def test_a_wrong_cell_is_refused_in_words(admin, row, message):
    header = ["メール", "姓", "権限", "言語", "マネージャー"]

    with translation.override("en"):
        found = told(admin, sheet([header, row + [""] * (5 - len(row))]))

    assert len(found) == 1
    assert found[0].startswith(message)


def test_every_wrong_cell_of_a_row_is_told(admin):
    with translation.override("en"):
        found = messages(admin, text_sheet("Mail,Name,Team,Role\nnobody,Sato,X,boss\n"))

    assert [(row, column) for row, column, _message in found] == [(2, "Mail"), (2, "Role"), (2, "Team")]


def test_an_address_twice_in_the_file_is_refused(admin):
    with translation.override("en"):
        assert told(admin, sheet([PEOPLE_HEADER, AOI, ["ＡＯＩ@example.com", *AOI[1:]]])) == [
            "Row 2 has the same address."
        ]


def test_an_ambiguous_department_asks_for_the_path(admin):
    for name in ("東", "西"):
        top = DepartmentFactory(company=admin.company, name=name)
        DepartmentFactory(company=admin.company, name="総務", parent=top)

    with translation.override("en"):
        found = told(admin, sheet([PEOPLE_HEADER, [*AOI[:4], "総務", "", "", "", ""]]))

    assert found == ["Several departments are called “総務”. Write the path with /, or the code."]


def test_the_last_administrator_keeps_the_role(admin):
    records = [["メール", "権限"], [admin.email, "メンバー"]]

    with translation.override("en"):
        assert told(admin, sheet(records)) == ["The company needs at least one administrator who can sign in."]

    other = AdminFactory(company=admin.company, joined_at="2026-10-01T00:00Z")
    assert told(admin, sheet(records)) == []
    assert len(told(admin, sheet([*records, [other.email, "メンバー"]]))) == 2


def test_deactivated_people_are_not_changed_by_a_file(admin):
    UserFactory(company=admin.company, email="aoi@example.com", is_active=False)

    with translation.override("en"):
        assert told(admin, sheet([PEOPLE_HEADER, AOI])) == [
            "This person is deactivated. Reactivate them first, or delete the row."
        ]


@pytest.mark.parametrize("text", ["姓,名\n佐藤,葵\n", "メール,姓,メールアドレス\na,b,c\n", "メール,姓\n", ""])
def test_a_file_without_the_needed_columns_or_rows_is_refused(text):
    with pytest.raises(TableError):
        text_sheet(text)


# Saving


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_commit_asks_the_same_number_of_questions(admin, django_assert_num_queries, count):
    DepartmentFactory(company=admin.company, name="本社")
    records = [[f"p{number}@example.com", "佐藤", "本社"] for number in range(count)]
    people = sheet([["メール", "姓", "部門"], *records])
    fingerprint = make_plan(admin.company, [people]).fingerprint

    with django_assert_num_queries(11):
        commit_import(admin.company, [people], actor=admin, seen=fingerprint)


def test_a_commit_that_fails_halfway_leaves_nothing(admin, monkeypatch):
    monkeypatch.setattr("people.domain.importing.saving.record_change", fail)

    with pytest.raises(ObjectDoesNotExist):
        load(admin, sheet([PEOPLE_HEADER, AOI]))

    assert not User.objects.filter(email="aoi@example.com").exists()


def fail(*args, **kwargs):
    raise ObjectDoesNotExist
