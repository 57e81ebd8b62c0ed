"""Addresses of the register and of invitations, below /staff/<slug>/stakeholders/."""

from django.urls import path

from responses.register import import_views, match_views, views
from responses.register.inviting import round_views
from responses.register.inviting import views as inviting

urlpatterns = [
    path("", views.listing, name="stakeholders"),
    path("file/", views.export, name="stakeholders_file"),
    path("add/", views.add, name="stakeholder_add"),
    path("import/", import_views.bring, name="stakeholders_import"),
    path("import/template/", import_views.template, name="stakeholders_template"),
    path("import/<int:pk>/", import_views.look, name="stakeholders_look"),
    path("invited/", inviting.invited, name="invited"),
    path("invited/choose/", inviting.choose, name="invite"),
    path("emails/", round_views.listing, name="rounds"),
    path("emails/write-invitation/", round_views.write, {"sort": "invitation"}, name="write_invitation"),
    path("emails/write-reminder/", round_views.write, {"sort": "reminder"}, name="write_reminder"),
    path("emails/<int:pk>/cancel/", round_views.cancel, name="round_cancel"),
    path("names/", match_views.names, name="names"),
    path("names/<slug:reference>/", match_views.match, name="match"),
    path("names/<slug:reference>/take-back/", match_views.unmatch, name="unmatch"),
    path("not-heard-from/", inviting.unheard, name="unheard"),
    path("not-heard-from/file/", inviting.unheard_file, name="unheard_file"),
    path("<int:pk>/", views.detail, name="stakeholder"),
    path("<int:pk>/edit/", views.edit, name="stakeholder_edit"),
    path("<int:pk>/retire/", views.retire, name="stakeholder_retire"),
    path("<int:pk>/invite/", inviting.invite_one, name="stakeholder_invite"),
    path("<int:pk>/contacts/<int:contact>/stop/", views.stop, name="stakeholder_stop"),
]
