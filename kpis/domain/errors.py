"""What the domain refuses, in words for the reader."""

from common.refusals import Refusal


class KpiError(Refusal):
    """Something about a KPI that cannot be done."""
