"""How dates are written in Japanese: 2026年12月31日（木） 18:00, 12/31, 12月31日（木）."""

DATE_FORMAT = "Y年n月j日（D）"
DATETIME_FORMAT = "Y年n月j日（D） H:i"
SHORT_DATE_FORMAT = "n/j"
MONTH_DAY_FORMAT = "n月j日（D）"
