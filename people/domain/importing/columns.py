"""What the columns of an import may be called, in both languages at once, and the words their cells may hold."""

from django.utils.translation import get_language

from common.tables.columns import normalise
from common.text import is_japanese
from people.models import Role

PEOPLE, DEPARTMENTS = "people", "departments"
KINDS = (DEPARTMENTS, PEOPLE)

# field: names in Japanese, names in English; the first of each is what templates and exports use.
NAMES = {
    PEOPLE: {
        "email": (["メールアドレス", "メール", "Eメール", "メアド"], ["E-mail", "E-mail address", "Mail", "Address"]),
        "family_name": (["姓", "氏", "苗字"], ["Family name", "Last name", "Surname"]),
        "given_name": (["名"], ["Given name", "First name"]),
        "name": (["氏名", "名前", "社員名", "従業員名"], ["Name", "Full name", "Employee name"]),
        "furigana": (
            ["ふりがな", "フリガナ", "カナ", "よみがな", "氏名カナ", "カナ氏名", "氏名(カナ)", "氏名(ふりがな)"],
            ["Furigana", "Kana", "Reading"],
        ),
        "family_furigana": (
            ["姓カナ", "セイ", "せい", "姓(カナ)", "姓ふりがな", "姓フリガナ", "姓(ふりがな)"],
            ["Family name kana"],
        ),
        "given_furigana": (
            ["名カナ", "メイ", "めい", "名(カナ)", "名ふりがな", "名フリガナ", "名(ふりがな)"],
            ["Given name kana"],
        ),
        "department": (
            ["部門", "部署", "所属", "部門名", "部署名", "所属部門", "所属部署", "所属名"],
            ["Department", "Department name", "Team", "Unit"],
        ),
        "department_code": (["部門コード", "部署コード", "所属コード"], ["Department code"]),
        "job_title": (["役職", "役職名", "職位", "肩書", "肩書き"], ["Job title", "Position"]),
        "role": (["権限", "ロール", "役割"], ["Role"]),
        "language": (["言語", "表示言語"], ["Language"]),
        "manager": (["マネージャー", "管理職", "部門長"], ["Manager", "Department manager"]),
    },
    DEPARTMENTS: {
        "code": (["コード", "部門コード", "部署コード"], ["Code", "Department code"]),
        "name": (["部門名", "部門", "部署", "部署名", "名称"], ["Name", "Department name", "Department"]),
        "parent": (
            ["上位部門", "親部門", "上位部署", "親部署", "上位部門コード", "親部門コード", "上位コード"],
            ["Belongs to", "Parent", "Parent department", "Parent code"],
        ),
        "manager": (
            ["マネージャーのメールアドレス", "マネージャー", "部門長", "部門長メール", "責任者"],
            ["Manager's e-mail", "Manager e-mail", "Manager"],
        ),
    },
}
REQUIRED = {PEOPLE: ["email"], DEPARTMENTS: ["name"]}
WRITTEN = {
    PEOPLE: [
        "email",
        "family_name",
        "given_name",
        "furigana",
        "department",
        "job_title",
        "role",
        "language",
        "manager",
    ],
    DEPARTMENTS: ["code", "name", "parent", "manager"],
}

ROLES = {
    Role.ADMIN: (["管理者"], ["Administrator", "admin"]),
    Role.MEMBER: (["メンバー", "一般"], ["Member", "user"]),
    Role.VIEWER: (["閲覧者", "閲覧のみ", "閲覧"], ["Viewer", "read only"]),
}
LANGUAGES = {"ja": (["日本語"], ["Japanese", "ja"]), "en": (["英語"], ["English", "en"])}
YES_MARK = "○"
YES = ["○", "〇", "◯", "◎", "✓", "✔", "1", "yes", "y", "true", "はい", "有", "x"]
NO = ["×", "✕", "✗", "0", "no", "n", "false", "いいえ", "無"]
EMPTY_MARKS = {"-", "－", "ー", "—", "―", "−"}  # an empty cell keeps what is there; one of these empties it


def aliases(kind):
    """Field → every name its column may bear, those of the reader's language first."""
    return {field: own_first(names) for field, names in NAMES[kind].items()}


def own_first(words):
    own, others = in_readers_order(words)
    return own + others


def in_readers_order(words):
    """(Japanese, English) words as (the reader's own, the others)."""
    return words if is_japanese(get_language()) else words[::-1]


def column_name(kind, field):
    """What the field's column is called in the reader's language."""
    return aliases(kind)[field][0]


def word_for(words, value):
    """How a value of ROLES or LANGUAGES is written in the reader's language."""
    return own_first(words[value])[0]


def meaning(words, text):
    """The value of ROLES or LANGUAGES that the text stands for, or None."""
    wanted = normalise(text)
    return next((value for value in words if wanted in map(normalise, own_first(words[value]))), None)
