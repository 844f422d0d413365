from goals.models.agreement import Consent, Party, Proposal
from goals.models.check_in import CheckIn
from goals.models.cycle import Cycle
from goals.models.key_result import KeyResult, Milestone
from goals.models.objective import Objective
from goals.models.progress_point import ProgressPoint

__all__ = [
    "CheckIn",
    "Consent",
    "Cycle",
    "KeyResult",
    "Milestone",
    "Objective",
    "Party",
    "ProgressPoint",
    "Proposal",
]
