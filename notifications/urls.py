from django.urls import path

from notifications.views.help import help_settle

urlpatterns = [
    path("help/<int:pk>/settle/", help_settle, name="help-settle"),
]
