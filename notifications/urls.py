from django.urls import path

from notifications.views import centre, comments, conversations
from notifications.views.help import help_settle
from notifications.views.preferences import mail_preference
from notifications.views.unsubscribing import mail_stop

urlpatterns = [
    path("notifications/", centre.notifications, name="notifications"),
    path("notifications/<int:pk>/", centre.notification, name="notification"),
    path("notifications/read/", centre.notifications_read, name="notifications-read"),
    path("help/<int:pk>/settle/", help_settle, name="help-settle"),
    path("conversations/<slug:kind>/<int:pk>/", conversations.conversation, name="conversation"),
    path("conversations/<slug:kind>/<int:pk>/cheer/", conversations.cheer, name="cheer"),
    path("conversations/<slug:kind>/<int:pk>/people/", conversations.conversation_people, name="conversation-people"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment-edit"),
    path("comments/<int:pk>/remove/", comments.comment_remove, name="comment-remove"),
    path("comments/<int:pk>/versions/", comments.comment_versions, name="comment-versions"),
    path("profile/mail/", mail_preference, name="profile-mail"),
    path("mail/stop/<str:token>/", mail_stop, name="mail-stop"),
]
