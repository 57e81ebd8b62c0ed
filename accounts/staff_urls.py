from django.urls import path

from accounts import joining, views

app_name = "accounts_staff"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/join/", joining.join, name="join"),
    path("people/invitations/<str:token>/", joining.invitation, name="invitation"),
    path("people/<slug:slug>/invite/", views.invite, name="invite"),
    path("people/<slug:slug>/invitations/<int:pk>/withdraw/", views.revoke, name="revoke"),
    path("people/<slug:slug>/record/", views.record, name="record"),
    path("people/<slug:slug>/<int:pk>/", views.person, name="person"),
    path("people/<slug:slug>/<int:pk>/reset/", views.reset, name="reset"),
    path("people/<slug:slug>/<int:pk>/remove/", views.remove, name="remove"),
]
