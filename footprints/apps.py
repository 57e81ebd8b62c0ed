from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    name = "footprints"
