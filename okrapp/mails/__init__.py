"""The mail this package plans and writes: registered as soon as the module is found."""

from okrapp.mails import digest, news, reminder, reminder_planner

__all__ = ["digest", "news", "reminder", "reminder_planner"]
