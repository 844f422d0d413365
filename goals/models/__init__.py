from goals.models.agreement import Confidence, Consent, Party, Proposal
from goals.models.check_in import CheckIn
from goals.models.cycle import Cycle
from goals.models.growth_note import GrowthNote
from goals.models.initiative import ActionItem, Dependency, Initiative, ServedKeyResult
from goals.models.key_result import KeyResult, Milestone
from goals.models.objective import Objective
from goals.models.progress_point import ProgressPoint
from goals.models.reading import Reading
from goals.models.tie import Tie
from goals.models.used_link import UsedLink

__all__ = [
    "ActionItem",
    "CheckIn",
    "Confidence",
    "Consent",
    "Cycle",
    "Dependency",
    "GrowthNote",
    "Initiative",
    "KeyResult",
    "Milestone",
    "Objective",
    "Party",
    "ProgressPoint",
    "Proposal",
    "Reading",
    "ServedKeyResult",
    "Tie",
    "UsedLink",
]
