from django.urls import path

from footprints.maps import staff_views

app_name = "footprints_staff"

urlpatterns = [
    path("exercises/<slug:slug>/boundaries/", staff_views.boundaries, name="boundaries"),
    path("exercises/<slug:slug>/boundaries/<int:pk>/", staff_views.boundary_set, name="boundary_set"),
]
