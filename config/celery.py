"""The Celery application; its settings are the CELERY_ ones of config/settings.py."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_init

from common import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

folder_broker.register()
app = Celery("engagement")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **kwargs: object) -> None:
    """The embedded broker keeps messages as files and expects its folders to be there."""
    options = sender.conf.broker_transport_options
    for key in ("data_folder_in", "data_folder_out", "control_folder"):
        if key in options:
            Path(options[key]).mkdir(parents=True, exist_ok=True)


@beat_init.connect
def beat_at_once(**kwargs: object) -> None:
    """Let /health/ know of a site that has just started without waiting for the first turn of the schedule."""
    app.send_task("common.tasks.heartbeat", expires=30, retry=False)
