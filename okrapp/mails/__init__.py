"""The mail this package writes itself: registered as soon as the module is found."""

from okrapp.mails import digest as digest
from okrapp.mails import reminder as reminder
