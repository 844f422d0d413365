from django.urls import path

from notifications.views import centre
from notifications.views.help import help_settle
from notifications.views.preferences import mail_preference
from notifications.views.unsubscribing import mail_stop

urlpatterns = [
    path("notifications/", centre.notifications, name="notifications"),
    path("notifications/<int:pk>/", centre.notification, name="notification"),
    path("notifications/read/", centre.notifications_read, name="notifications-read"),
    path("help/<int:pk>/settle/", help_settle, name="help-settle"),
    path("profile/mail/", mail_preference, name="profile-mail"),
    path("mail/stop/<str:token>/", mail_stop, name="mail-stop"),
]
