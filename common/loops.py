"""What leads where, in links that form no loop."""


def leads_to(goal, starts, links):
    """Whether one comes to the goal from one of the starts; ``links`` are (from, to)."""
    steps = {}
    for start, end in links:
        steps.setdefault(start, []).append(end)
    seen, open_ends = set(), list(starts)
    while open_ends:
        here = open_ends.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            open_ends += steps.get(here, [])
    return False
