import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import translation

from common.tables import TableError, write_csv, write_xlsx
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import PlanChanged, commit_import
from people.exports import as_file, rows
from people.imports import read_sheet
from people.models import AuditEntry, Department, Invitation, Role, User
from tests.factories import AdminFactory, CompanyFactory, DepartmentFactory, UserFactory, ViewerFactory

pytestmark = pytest.mark.django_db

PEOPLE_HEADER = ["メールアドレス", "姓", "名", "フリガナ", "部門", "役職", "権限", "言語", "マネージャー"]
AOI = ["aoi@example.com", "佐藤", "葵", "サトウ アオイ", "", "", "", "", ""]


@pytest.fixture
def admin():
    return AdminFactory(joined_at="2026-10-01T00:00Z")


def sheet(records, kind="people", write=write_csv, suffix="csv"):
    file = io.BytesIO()
    write(records, file)
    file.seek(0)
    return read_sheet(file, name=f"file.{suffix}", kind=kind)


def text_sheet(text, kind="people", encoding="utf-8"):
    return read_sheet(io.BytesIO(text.encode(encoding)), name="file.csv", kind=kind)


def load(admin, *sheets):
    plan = make_plan(admin.company, sheets)
    return commit_import(admin.company, sheets, actor=admin, seen=plan.fingerprint)


def messages(admin, *sheets):
    return [(problem.row, problem.column, problem.message) for problem in make_plan(admin.company, sheets).problems]


def told(admin, *sheets):
    return [message for _row, _column, message in messages(admin, *sheets)]


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


# Departments


TREE = [
    ["コード", "部門名", "上位部門"],
    ["", "東京課", "営業部"],
    ["S", "営業部", ""],
    ["", "第1係", "営業部/東京課"],
]


def paths(company):
    by_pk = {each.pk: each for each in Department.objects.filter(company=company)}
    found = {}
    for each in by_pk.values():
        names, above = [], each
        while above:
            names.insert(0, above.name)
            above = by_pk.get(above.parent_id)
        found["/".join(names)] = each
    return found


def test_a_tree_may_come_in_any_order(admin):
    load(admin, sheet(TREE, kind="departments"))

    assert set(paths(admin.company)) == {"営業部", "営業部/東京課", "営業部/東京課/第1係"}


def test_a_code_keeps_its_department_through_renaming_and_moving(admin):
    load(admin, sheet(TREE, kind="departments"))
    sales = Department.objects.get(code="S")

    load(
        admin,
        sheet([["コード", "名称", "上位部門"], ["T", "本社", ""], ["S", "第一営業部", "T"]], kind="departments"),
    )

    sales.refresh_from_db()
    assert (sales.name, sales.parent.name) == ("第一営業部", "本社")
    assert "本社/第一営業部/東京課/第1係" in paths(admin.company)


def test_two_departments_may_swap_names_and_codes(admin):
    first = DepartmentFactory(company=admin.company, name="A", code="1")
    second = DepartmentFactory(company=admin.company, name="B", code="2")

    load(admin, sheet([["Code", "Name"], ["1", "B"], ["2", "A"]], kind="departments"))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.name) == ("B", "A")


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([["", "A", "B"], ["", "B", "A"]], "A department cannot belong to itself or to one below it."),
        ([["S", "営業部", "東京課"]], "A department cannot belong to itself or to one below it."),
        ([["", "A", "X"]], "There is no department “X”."),
        ([["", "A", ""], ["", "A", ""]], "Row 2 is the same department."),
        ([["S", "A", ""], ["S", "B", ""]], "Row 2 is the same department."),
        ([["Z", "A", ""], ["Z", "B", ""]], "Another department has this code."),
        ([["S", "人事部", ""]], "There is already a department of this name in the same place."),
        ([["", "", ""]], None),
        ([["Q", "", ""]], "The name is missing."),
    ],
)
def test_a_tree_that_cannot_be_is_refused(admin, records, message):
    load(admin, sheet([*TREE, ["", "人事部", ""]], kind="departments"))
    if message is None:
        with pytest.raises(TableError):
            sheet([TREE[0], *records], kind="departments")
        return

    with translation.override("en"):
        found = told(admin, sheet([TREE[0], *records], kind="departments"))

    assert found
    assert set(found) == {message}


# Managers


MANAGED = ["部門名", "マネージャー"]


def test_a_manager_may_come_from_the_file_beside(admin):
    load(admin, sheet([MANAGED, ["本社", "aoi@example.com"]], kind="departments"), sheet([PEOPLE_HEADER, AOI]))

    assert Department.objects.get().manager.email == "aoi@example.com"


def test_a_mark_makes_a_manager_and_a_cross_ends_it(admin):
    department = DepartmentFactory(company=admin.company, name="本社")
    load(admin, sheet([PEOPLE_HEADER, [*AOI[:4], "本社", "", "", "", "○"]]))
    department.refresh_from_db()
    assert department.manager.email == "aoi@example.com"

    load(admin, sheet([["メール", "マネージャー"], ["aoi@example.com", "×"]]))
    department.refresh_from_db()
    assert department.manager is None


def test_a_new_manager_replaces_the_former_and_the_row_says_so(admin):
    former = UserFactory(company=admin.company)
    DepartmentFactory(company=admin.company, name="本社", manager=former)

    plan = make_plan(admin.company, [sheet([PEOPLE_HEADER, [*AOI[:4], "本社", "", "", "", "○"]])])

    assert ("manager", former.email, "aoi@example.com") in plan.created[0].changes


@pytest.mark.parametrize(
    ("departments", "people", "message"),
    [
        ([["本社", "a@example.com, b@example.com"]], [], "A department has one manager. Give one e-mail address."),
        ([["本社", "x@example.com"]], [], "Nobody in your company has the address x@example.com."),
        ([["本社", "v@example.com"]], [], "Viewers and deactivated people cannot manage a department."),
        (
            [["本社", "m@example.com"]],
            [["m@example.com", "本社", "閲覧者", ""]],
            "Viewers and deactivated people cannot manage a department.",
        ),
        ([["本社", "m@example.com"]], [["n@example.com", "本社", "", "○"]], "“本社” would get two managers."),
        (
            [["本社", ""]],
            [["m@example.com", "本社", "", "○"], ["n@example.com", "本社", "", "○"]],
            "“本社” would get two managers.",
        ),
        (
            [["本社", ""]],
            [["k@example.com", "", "閲覧者", ""]],
            "A viewer cannot manage a department. Choose another manager first.",
        ),
    ],
)
def test_a_manager_who_cannot_be_is_refused(admin, departments, people, message):
    ViewerFactory(company=admin.company, email="v@example.com")
    for letter in "kmn":
        UserFactory(company=admin.company, email=f"{letter}@example.com")
    manager = User.objects.get(email="k@example.com")
    DepartmentFactory(company=admin.company, name="支社", manager=manager)
    sheets = [sheet([MANAGED, *departments], kind="departments")]
    if people:
        sheets.append(sheet([["メール", "部門", "権限", "マネージャー"], *people]))

    with translation.override("en"):
        assert told(admin, *sheets) == [message]


# Other companies


def test_an_address_used_elsewhere_looks_like_any_other(admin, client):
    elsewhere = UserFactory(email="aoi@example.com", family_name="Other")
    people = sheet([PEOPLE_HEADER, AOI])

    plan = load(admin, people)

    assert len(plan.created) == 1
    person = User.objects.get(company=admin.company, unclaimed_email="aoi@example.com")
    assert person.email is None
    elsewhere.refresh_from_db()
    assert elsewhere.family_name == "Other"
    assert not make_plan(admin.company, [people]).changes_anything


def test_departments_of_another_company_are_never_matched(admin):
    foreign = DepartmentFactory(name="本社", code="H", manager=UserFactory(email="x@example.com"))

    assert len(told(admin, sheet([PEOPLE_HEADER, [*AOI[:4], "H", "", "", "", ""]]))) == 1
    assert len(told(admin, sheet([MANAGED, ["本社", "x@example.com"]], kind="departments"))) == 1
    load(admin, sheet([["コード", "名称"], ["H", "支社"]], kind="departments"))
    foreign.refresh_from_db()
    assert (foreign.name, Department.objects.filter(code="H").count()) == ("本社", 2)


# Out and in again

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "'=1", "-", "○"]


@pytest.fixture
def company(admin):
    company = admin.company
    for number, text in enumerate(FORMULAS):
        department = DepartmentFactory(company=company, name=text, code=f"{text}{number}")
        DepartmentFactory(company=company, name="営業/推進", parent=department)
        UserFactory(
            company=company,
            family_name=text,
            given_name=text,
            furigana="サトウ",
            job_title=text,
            department=department,
            email=f"+formula{number}@example.com",
        )
    DepartmentFactory(company=company, name="営業", manager=admin)
    DepartmentFactory(company=company, name="推進", parent=Department.objects.get(name="営業"))
    DepartmentFactory(company=company, name="去", manager=UserFactory(company=company, is_active=False))
    UserFactory(company=company, email=None, unclaimed_email="taken@example.com", language="ja")
    return company


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_exported_is_imported_without_a_change(company, suffix, language):
    with translation.override(language):
        sheets = [
            read_sheet(io.BytesIO(as_file(rows(company, kind), suffix)), name=f"x.{suffix}", kind=kind)
            for kind in ("departments", "people")
        ]
        plan = make_plan(company, sheets)

    assert plan.problems == []
    assert plan.created == plan.changed == []
    active = User.objects.active().filter(company=company).count()
    assert len(plan.unchanged) == active + Department.objects.filter(company=company).count()


def test_an_exported_tree_builds_the_same_tree_elsewhere(company):
    other = AdminFactory(company=CompanyFactory())
    exported = [*rows(company, "departments")]
    without_managers = [[*row[:3], ""] for row in exported[1:]]

    load(other, sheet([exported[0], *without_managers], kind="departments"))

    assert set(paths(other.company)) == set(paths(company))


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
    ("settings-export", ["people", "csv"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_members_may_neither_import_nor_export(client, name, args):
    client.force_login(UserFactory())

    assert client.get(reverse(name, args=args)).status_code == 403


@pytest.mark.parametrize("kind", ["people", "departments"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_templates_and_exports_are_files(admin, client, kind, suffix):
    client.force_login(admin)

    for name in ("settings-import-template", "settings-export"):
        response = client.get(reverse(name, args=[kind, suffix]))
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("args", [["kpis", "csv"], ["people", "pdf"]])
def test_other_files_do_not_exist(admin, client, args):
    client.force_login(admin)

    assert client.get(reverse("settings-export", args=args)).status_code == 404


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
