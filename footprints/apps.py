from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    """The geography of options: areas, places, populations, and the pages about options."""

    name = "footprints"

    def ready(self) -> None:
        """Join the loading of packs and the cards of options."""
        from engagement import cards
        from engagement.packs import sections
        from footprints.maps.thumbnails import pictures
        from footprints.packing import Geography
        from footprints.presenting import card_facts

        sections.pack_sections.append(Geography())
        cards.option_facts.append(card_facts)
        cards.option_pictures.append(pictures)
