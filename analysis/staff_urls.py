from django.urls import path

from analysis import standing_views, views

app_name = "analysis_staff"

urlpatterns = [
    path("<slug:slug>/dashboard/", views.show_dashboard, name="dashboard"),
    path("<slug:slug>/footprints/", standing_views.show_patterns, name="patterns"),
    path("<slug:slug>/reports/", views.list_reports, name="reports"),
    path("<slug:slug>/reports/early/", views.grant_early_access, name="early_access"),
    path("<slug:slug>/reports/<int:number>/", views.show_report, name="report"),
    path("<slug:slug>/reports/<int:number>/<slug:page>/", views.show_report, name="report_page"),
    path("<slug:slug>/reports/<int:number>/charts/<str:key>.<slug:shape>.svg", views.show_chart, name="chart"),
    path("<slug:slug>/reports/<int:number>/download/<slug:name>/", views.download, name="download"),
]
