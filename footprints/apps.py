from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    name = "footprints"

    def ready(self) -> None:
        from engagement.packs import sections
        from footprints.packing import Geography

        sections.pack_sections.append(Geography())
