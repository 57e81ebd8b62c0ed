"""Django's admin: the geography to look at. Only content packs change it."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from footprints.models import Area, EstimateSource, Place, Population


@admin.register(Area)
class AreaAdmin(ReadOnlyAdmin):
    list_display = ["exercise", "name", "key"]
    list_filter = ["exercise"]
    list_select_related = ["exercise"]


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ["footprint", "name", "key", "district", "note"]
    list_filter = ["footprint__option__exercise"]
    list_select_related = ["footprint__option", "district"]


@admin.register(Population)
class PopulationAdmin(ReadOnlyAdmin):
    list_display = ["place", "scenario", "people"]
    list_filter = ["place__footprint__option__exercise"]
    list_select_related = ["place", "scenario"]


@admin.register(EstimateSource)
class EstimateSourceAdmin(ReadOnlyAdmin):
    list_display = ["edition", "label", "dated", "base"]
    list_filter = ["edition__exercise"]
    list_select_related = ["edition", "base"]
