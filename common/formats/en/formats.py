"""How dates are written in English: Thu 31 Dec 2026 18:00, 31 Dec, Thu 31 Dec."""

DATE_FORMAT = "D j M Y"
DATETIME_FORMAT = "D j M Y H:i"
SHORT_DATE_FORMAT = "j M"
MONTH_DAY_FORMAT = "D j M"
