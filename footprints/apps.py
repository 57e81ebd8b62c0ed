from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    """The geography of options: areas, places, populations, and the pages about options."""

    name = "footprints"

    def ready(self) -> None:
        """Join the loading of packs, the cards of options and the staff page of an exercise."""
        from engagement import cards, staff_reads
        from engagement.packs import sections
        from footprints.maps.staff_views import page_of
        from footprints.maps.thumbnails import pictures
        from footprints.packing import Geography
        from footprints.presenting import card_facts

        sections.pack_sections.append(Geography())
        cards.option_facts.append(card_facts)
        cards.option_pictures.append(pictures)
        staff_reads.more_pages.append(page_of)
