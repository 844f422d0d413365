from django.urls import path

from okrapp.demo.mailbox_pages import mailbox, mailbox_body, mailbox_digests, mailbox_mail

urlpatterns = [
    path("mailbox/", mailbox, name="mailbox"),
    path("mailbox/send-digests/", mailbox_digests, name="mailbox-digests"),
    path("mailbox/<slug:name>/", mailbox_mail, name="mailbox-mail"),
    path("mailbox/<slug:name>/body/", mailbox_body, name="mailbox-body"),
]
