"""How the home page speaks: a greeting by the hour, and the way to a first key result."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.models import Objective

MORNING, NOON, EVENING = 4, 11, 18


def greeting(user):
    """Good morning, day or evening in the person's own time zone, by the name colleagues use."""
    hour = timezone.localtime().hour
    name = {"name": user.short_name}
    if MORNING <= hour < NOON:
        return _("Good morning, %(name)s") % name
    if NOON <= hour < EVENING:
        return _("Hello, %(name)s") % name
    return _("Good evening, %(name)s") % name


def first_steps(user):
    """What somebody without key results can do: title, text, and where to go (address and label, or none)."""
    if user.is_viewer:
        return step(
            _("You are here to read"),
            _("Objectives, key results and check-ins of the whole company are open to you."),
            reverse("company"),
            _("See the company's objectives"),
        )
    if not Objective.objects.filter(company=user.company_id).exists():
        return step(
            _("Nothing here yet: a good moment to begin"),
            _("An objective says where to go and why; its key results say how you would know. Begin with one."),
            new_objective_url(user),
            _("Write the first objective"),
        )
    return step(
        _("You have no key results yet"),
        _("Write an objective of your own with three to five key results, or take one on in your department."),
        new_objective_url(user),
        _("Write an objective"),
    )


def step(title, text, url, action):
    return {"title": title, "text": text, "url": url, "action": action}


def new_objective_url(user):
    level = Objective.Level.COMPANY if user.is_admin else Objective.Level.INDIVIDUAL
    return f"{reverse('objective-new')}?level={level}"
