"""What the columns of a file of actuals may be called, in both languages at once."""

from people.domain.importing.columns import own_first

ACTUALS = "actuals"

# field: names in Japanese, names in English; the first of each is what templates and exports use.
NAMES = {
    "code": (["コード", "KPIコード"], ["Code", "KPI code"]),
    "name": (["KPI", "KPI名", "名称", "名前"], ["KPI", "KPI name", "Name"]),
    "unit": (["単位"], ["Unit"]),
    "period": (["期間", "対象期間", "期"], ["Period"]),
    "actual": (["実績", "実績値", "値"], ["Actual", "Value"]),
    "note": (["メモ", "備考", "コメント"], ["Note", "Comment"]),
}
REQUIRED = ["code", "period", "actual"]
REQUIRED_WIDE = ["code"]


def aliases():
    """Field → every name its column may bear, those of the reader's language first."""
    return {field: own_first(names) for field, names in NAMES.items()}


def column_name(field):
    """What the field's column is called in the reader's language."""
    return aliases()[field][0]
