"""Files as people would choose them, and what an import makes of them."""

import io

from common.tables import write_csv
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import commit_import
from people.imports import read_sheet
from people.models import Department

PEOPLE_HEADER = ["メールアドレス", "姓", "名", "フリガナ", "部門", "役職", "権限", "言語", "マネージャー"]
AOI = ["aoi@example.com", "佐藤", "葵", "サトウ アオイ", "", "", "", "", ""]


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


def paths(company):
    """The company's departments by their path."""
    by_pk = {each.pk: each for each in Department.objects.filter(company=company)}
    found = {}
    for each in by_pk.values():
        names, above = [], each
        while above:
            names.insert(0, above.name)
            above = by_pk.get(above.parent_id)
        found["/".join(names)] = each
    return found
