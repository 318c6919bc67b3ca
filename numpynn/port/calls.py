"""The calls of modules that a program was made of, each with its own operations, and what goes in and comes out."""

from __future__ import annotations

from . import program as reading
from .program import Node, Program, refs_in

_ROOT = reading.Call("", "", "")


class Region:
    """One call of a module, whose name is `path`: what happened in it, in order: Nodes, and Regions of what it called."""

    def __init__(self, call: reading.Call, parent: Region | None, path: str = ""):
        self.call, self.parent, self.path = call, parent, path
        self.body: list[Node | Region] = []
        self.inputs: list[str] = []
        self.outputs: list[str] = []

    def nodes(self):
        """All nodes, also those of inner regions."""
        for item in self.body:
            yield from item.nodes() if isinstance(item, Region) else (item,)

    def regions(self):
        """All regions inside, the innermost first, and at last this one."""
        for item in self.body:
            if isinstance(item, Region):
                yield from item.regions()
        yield self

    def within(self, region: Region) -> bool:
        """Whether this is that region, or inside it."""
        return self is region or (self.parent is not None and self.parent.within(region))


def regions(program: Program) -> Region:
    """The call of the whole model."""
    first = next((node.calls[0] for node in program.nodes if node.calls), _ROOT)
    root = Region(first, None)
    found = {first.key: root}
    for node in program.nodes:
        _region_of(node, root, found, program).body.append(node)
    _open_borrowers(root)
    order = {node.name: index for index, node in enumerate(program.nodes)}
    for region in root.regions():
        _open_scattered(region, order)
    _find_interfaces(root, program)
    return root


def _region_of(node, root, found, program):
    region = root
    for call in node.calls[1:]:
        if call.key not in found:
            found[call.key] = Region(call, region, _path_below(call.path, region.path, program))
            region.body.append(found[call.key])
        region = found[call.key]
    return region


def _is_below(path, above):
    return not above or path.startswith(f"{above}.")


def _path_below(path, above, program):
    """The name of a module below the one that called it: a module that is shared has several."""
    if not _is_below(path, above):
        for name in program.state:
            for other in program.ties.get(name, ()) if name.startswith(f"{path}.") else ():
                if _is_below(other, above) and other.endswith(own := name[len(path) :]):
                    return other.removesuffix(own)
    return path


def _open_borrowers(region):
    """Open the regions of modules that call a module which is not theirs."""
    body = []
    for item in region.body:
        if isinstance(item, Region):
            _open_borrowers(item)
            if not all(_is_below(inner.path, item.path) for inner in item.body if isinstance(inner, Region)):
                for inner in item.body:
                    if isinstance(inner, Region):
                        inner.parent = region
                body += item.body
                continue
        body.append(item)
    region.body = body


def _open_scattered(region, order):
    """Open the inner regions that cannot be run in one go, because they wait for what runs after their beginning."""
    made = {}
    for index, item in enumerate(region.body):
        made.update((node.name, index) for node in _nodes_of(item))
    waits = [
        any(made.get(name, -1) > index for node in _nodes_of(item) for name in node.refs())
        for index, item in enumerate(region.body)
    ]
    if any(waits):
        opened = [
            part for item, waiting in zip(region.body, waits) for part in (_nodes_of(item) if waiting else (item,))
        ]
        region.body = sorted(opened, key=lambda part: order[next(iter(_nodes_of(part))).name])


def _nodes_of(item):
    return item.nodes() if isinstance(item, Region) else (item,)


def _find_interfaces(root, program):
    """What each region uses of values made outside, and what is used outside of values made in it."""
    users: dict[str, list] = {}
    for region in root.regions():
        for node in region.body:
            for name in node.refs() if isinstance(node, Node) else ():
                users.setdefault(name, []).append(region)
    returned = list(refs_in(program.output))
    for region in root.regions():
        own = dict.fromkeys(node.name for node in region.nodes())
        used = dict.fromkeys(name for node in region.nodes() for name in node.refs())
        region.inputs = [name for name in used if name not in own and not _owned(name, region, program)]
        region.outputs = [
            name for name in own if name in returned or any(not user.within(region) for user in users.get(name, ()))
        ]
    root.inputs = list(refs_in([program.arguments, program.keywords]))
    root.outputs = returned


def _owned(name, region, program):
    """Whether this is the value of a parameter or buffer that the region's module owns."""
    return name.startswith("state:") and state_name(name, region.path, program) is not None


def state_name(ref: str, path: str, program: Program) -> str | None:
    """The name below the module `path` of a parameter or buffer, which may go by several; None if it has none there."""
    name = ref.removeprefix("state:")
    prefix = f"{path}." if path else ""
    same = [name, *(other for other in program.ties.get(name, ()) if other != name)]
    return next((other[len(prefix) :] for other in same if other.startswith(prefix)), None)
