"""Addresses in emails to stakeholders, below /exercises/<slug>/answer/."""

from django.urls import path

from responses.register.inviting import public_views

urlpatterns = [
    path("invited/", public_views.invited, name="invited"),
    path("invited/<str:token>/", public_views.invitation, name="invitation"),
    path("no-more-emails/<str:token>/", public_views.stop, name="stop"),
]
