"""Who is told of what owner and manager ask of each other."""

from goals import rules
from goals.models import Proposal
from notifications.domain.activities import record_activity
from notifications.models import Activity
from people.models import Role, User

KINDS = {
    Proposal.Act.PROPOSED: Activity.Kind.PROPOSED,
    Proposal.Act.COUNTERED: Activity.Kind.COUNTERED,
    Proposal.Act.CHANGED: Activity.Kind.AMENDED,
    Proposal.Act.HANDED: Activity.Kind.PROPOSED,
    Proposal.Act.WITHDRAWN: Activity.Kind.PROPOSED,
}


def tell_of_proposal(key_result, proposal, *, actor):
    """Tell both parties, and whoever owns the key result until then, what lies on the table now."""
    data = {"handed": proposal.pk} if proposal.act == Proposal.Act.HANDED else {}
    record_activity(KINDS[proposal.act], key_result, actor=actor, audience=concerned(key_result, proposal), data=data)


def tell_of_agreement(key_result, proposal, *, actor):
    """Tell them that it holds."""
    record_activity(Activity.Kind.AGREED, key_result, actor=actor, audience=concerned(key_result, proposal))


def concerned(key_result, proposal):
    managers = rules.accountable_line(key_result, proposal.owner) or other_admins(key_result, proposal.owner)
    return [key_result.owner, proposal.owner, *managers]


def other_admins(key_result, owner):
    """The administrators who are accountable where no manager is: all but the owner."""
    admins = User.objects.active().filter(company=key_result.company_id, role=Role.ADMIN)
    return admins.exclude(pk=owner.pk)
