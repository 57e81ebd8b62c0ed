"""
The part of the settings that is about the queue, the same in every installation.

Tasks take ids, replace their rows and can run twice, so a message is handed on when its worker dies.
"""

from celery.schedules import crontab

CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 2 * 60 * 60  # shorter than the visibility timeout in settings.py
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "Europe/London"
# A message that nobody took in time is dropped: the next one does the same work.
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "common.tasks.heartbeat", "schedule": 30, "options": {"expires": 30}},
    "drain-outbox": {"task": "common.tasks.drain_outbox", "schedule": 10, "options": {"expires": 10}},
    "clean-up": {"task": "common.tasks.clean_up", "schedule": crontab(hour=3, minute=20), "options": {"expires": 3600}},
    "start-due-rounds": {
        "task": "responses.register.tasks.start_due_rounds",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "tidy-register": {
        "task": "responses.register.tasks.tidy_register",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "bury-reports": {"task": "analysis.tasks.bury_reports", "schedule": 120, "options": {"expires": 120}},
    "sweep-reports": {"task": "analysis.tasks.sweep_reports", "schedule": 30, "options": {"expires": 30}},
    "seal-ledger": {"task": "responses.ledger.tasks.seal", "schedule": 300, "options": {"expires": 300}},
    "verify-ledger": {
        "task": "responses.ledger.tasks.verify",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 3600},
    },
    "give-public-numbers": {
        "task": "responses.tasks.give_public_numbers",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "poll-mailboxes": {
        "task": "responses.intake.mail.tasks.poll_mailboxes",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "read-messages": {"task": "responses.intake.mail.tasks.read_messages", "schedule": 60, "options": {"expires": 60}},
    "sweep-imports": {
        "task": "responses.intake.imports.tasks.sweep_imports",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "retention": {
        "task": "responses.privacy.tasks.carry_out_retention",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "look-for-new-copies": {
        "task": "responses.copies.tasks.look_for_new_copies",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "sweep-redactions": {
        "task": "responses.copies.tasks.sweep_redactions",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "look-for-all-copies": {
        "task": "responses.copies.tasks.look_for_all_copies",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
}
