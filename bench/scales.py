"""How large the measured companies are."""

from dataclasses import dataclass

AT_ONE = {"departments": 50, "people": 1_000, "objectives": 3_000, "key_results": 10_500, "check_ins": 262_000}
FEWEST = {"departments": 4}


@dataclass(frozen=True)
class Scale:
    """``text`` is how it was asked for: 0.1, 1 or 10 times a company of a thousand people."""

    text: str

    @property
    def factor(self):
        return float(self.text)

    @property
    def sizes(self):
        return {name: max(round(size * self.factor), FEWEST.get(name, 1)) for name, size in AT_ONE.items()}

    def database(self, prefix):
        """The name of its database: okr_bench_01 for 0.1."""
        return f"{prefix}_{self.text.replace('.', '')}"


def parse_scales(text):
    """The scales of a list like "0.1,1", smallest first."""
    return sorted((Scale(part.strip()) for part in text.split(",")), key=lambda scale: scale.factor)
