"""In which order targets are built."""


class CycleError(ValueError):
    """Targets need each other in a circle; `cycle` begins and ends with the same name."""

    def __init__(self, cycle):
        super().__init__("these need each other: " + " -> ".join(cycle))
        self.cycle = cycle


def batches(deps):
    """Lists of targets that can be built together, in order."""
    needs = {name: set(wanted) for name, wanted in deps.items()}
    users = _users(deps)
    for name in users:
        needs.setdefault(name, set())
    waiting = {name: len(wanted) for name, wanted in needs.items()}
    ready = sorted(name for name, count in waiting.items() if not count)
    found = []
    while ready:
        found.append(ready)
        after = []
        for name in ready:
            for user in users.get(name, ()):
                waiting[user] -= 1
                if not waiting[user]:
                    after.append(user)
        ready = sorted(after)
    if any(waiting.values()):
        raise CycleError(_cycle(needs, waiting))
    return found


def rebuild(deps, changed):
    """The changed targets and all that need them, in the order of the batches."""
    order = [name for batch in batches(deps) for name in batch]
    known, users = set(order), _users(deps)
    left, hit = list(changed), set()
    for name in left:
        if name not in known:
            raise KeyError(name)
    while left:
        name = left.pop()
        if name not in hit:
            hit.add(name)
            left.extend(users.get(name, ()))
    return [name for name in order if name in hit]


def _users(deps):
    users = {}
    for name, wanted in deps.items():
        for need in wanted:
            users.setdefault(need, set()).add(name)
    return users


def _cycle(needs, waiting):
    """What waits for ever needs something that waits for ever: following that leads into a circle."""
    name = min(name for name, count in waiting.items() if count)
    places, way = {}, []
    while name not in places:
        places[name] = len(way)
        way.append(name)
        name = min(need for need in needs[name] if waiting[need])
    return [*way[places[name]:], name]
