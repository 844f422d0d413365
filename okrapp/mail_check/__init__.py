"""What stands between this deployment and a reader's inbox, looked at one by one for `manage.py mail_check`."""
