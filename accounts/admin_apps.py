from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Takes the place of django.contrib.admin in INSTALLED_APPS, so that every app registers with our own site."""

    default_site = "accounts.admin_site.StaffAdminSite"
