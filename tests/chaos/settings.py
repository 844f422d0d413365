"""The product's settings with a quick pulse, for the soak."""

from okrapp.settings import *
from people import working_days

working_days.WEEKEND = ()  # so that people are reminded on whatever day this is run

EMAIL_TIMEOUT = 3
CELERY_BEAT_SCHEDULE = {"dispatch": CELERY_BEAT_SCHEDULE["dispatch"] | {"schedule": 1.0}}
CELERY_BEAT_SCHEDULE["dispatch"]["options"] = {"queue": "urgent", "expires": 2}
