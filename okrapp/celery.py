"""Workers and beat: `celery -A okrapp worker`, `celery -A okrapp beat`."""

import os

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun

from common.logs import TASK_ID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okrapp.settings")

app = Celery("okrapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**kwargs):
    """Celery leaves logging alone where somebody answers this: the settings have arranged it."""


@task_prerun.connect
def begin_task(task_id, **kwargs):
    TASK_ID.set(task_id)


@task_postrun.connect
def end_task(**kwargs):
    TASK_ID.set("")
