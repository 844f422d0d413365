from django.urls import path

from notifications.views import centre, comments, conversations, webhooks
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
    path("settings/chat/", webhooks.webhook_list, name="settings-chat"),
    path("settings/chat/new/", webhooks.webhook_new, name="settings-webhook-new"),
    path("settings/chat/<int:pk>/", webhooks.webhook_edit, name="settings-webhook"),
    path("settings/chat/<int:pk>/test/", webhooks.webhook_test, name="settings-webhook-test"),
    path("settings/chat/<int:pk>/pause/", webhooks.webhook_pause, name="settings-webhook-pause"),
    path("settings/chat/<int:pk>/resume/", webhooks.webhook_resume, name="settings-webhook-resume"),
    path("settings/chat/<int:pk>/remove/", webhooks.webhook_remove, name="settings-webhook-remove"),
]
