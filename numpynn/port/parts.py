"""The modules of a program as a tree, and how each is made: as one of numpynn's own, as a container, or as a class."""

from __future__ import annotations

from . import constructors, leaves
from .calls import Region, state_name
from .expressions import Expression
from .program import Node, Program, State, refs_in


class Part:
    """A module: its name, its own parameters and buffers, its children, and the calls of it."""

    def __init__(self, path: str, parent: Part | None):
        self.path, self.parent = path, parent
        self.name = path.rpartition(".")[2]
        self.children: dict[str, Part] = {}
        self.state: list[State] = []
        self.regions: list[Region] = []
        self.made: Expression | None = None
        self.inputs: dict[str, list[list[str]]] = {}
        self.signed = False

    @property
    def cls(self) -> str:
        """The class as the program names it, '' if it was never called."""
        return self.regions[0].call.cls if self.regions else ""

    @property
    def numbered(self) -> bool:
        """Whether its children are called 0, 1, 2 ..., but for some that are not there."""
        return bool(self.children) and all(name.isdigit() for name in self.children)

    def parts(self):
        """All parts inside, the innermost first, and at last this one."""
        for child in self.children.values():
            yield from child.parts()
        yield self

    def total_state(self) -> dict[str, State]:
        """All parameters and buffers, by their names below this part."""
        found = {each.name.rpartition(".")[2]: each for each in self.state}
        for child in self.children.values():
            found |= {f"{child.name}.{name}": each for name, each in child.total_state().items()}
        return found


def parts(program: Program, root: Region) -> Part:
    """The part that is the whole model."""
    whole = Part("", None)
    found = {"": whole}
    owners = [name.rpartition(".")[0] for name in program.state]
    for path in [*program.modules, *owners, *(region.path for region in root.regions())]:
        _part(path, found)
    for name, state in program.state.items():
        found[name.rpartition(".")[0]].state.append(state)
    for region in root.regions():
        found[region.path].regions.append(region)
    return whole


def _part(path, found):
    if path not in found:
        parent = _part(path.rpartition(".")[0], found)
        found[path] = Part(path, parent)
        parent.children[found[path].name] = found[path]
    return found[path]


def leaf(part: Part, program: Program) -> Expression | None:
    """How a module of numpynn.nn is made that is this part; None if there is none."""
    known = program.constructors.get(part.path)
    if known is not None and all(_is_called_so(region, program) for region in part.regions):
        part.signed = True
        return known.expression()
    row = leaves.row(part.cls)
    if row is None or not part.regions:
        return None
    nodes = [_only_node(region, row) for region in part.regions]
    if not all(node is not None and _own_state(node, row, part, program) for node in nodes):
        return None
    name = part.cls.rpartition(".")[2]
    first, *others = (_constructor(name, row, leaves.Given(node, program)) for node in nodes)
    if any(other != first for other in others) or not _has_state(first, part):
        return None
    for region, node in zip(part.regions, nodes):
        part.inputs[region.call.key] = _inputs(row, node, region)
    return first.expression()


def _is_called_so(region, program):
    """Whether it is known how the module was called, with nothing that it did not use."""
    signature = program.signatures.get(region.call.entry)
    return signature is not None and set(refs_in([signature.arguments, signature.keywords])) <= set(region.inputs)


def _constructor(name, row, given):
    return constructors.with_arguments(name, lambda parameter: _argument(parameter, row, given))


def _only_node(region, row):
    """The one operation of the region; None if it does something else as well."""
    if any(isinstance(item, Region) for item in region.body):
        return None
    nodes = [item for item in region.body if item.operator in row.operators.split()]
    rest = [item for item in region.body if item not in nodes and not is_beside(item)]
    return nodes[0] if len(nodes) == 1 and not rest else None


def is_beside(node: Node) -> bool:
    """What modules do beside their one operation: initial states, batches that are counted, results that are unpacked."""
    counts = node.operator == "add_" and any(name.endswith("num_batches_tracked") for name in node.refs())
    return counts or node.operator in ("zeros", "getitem")


def _own_state(node, row, part, program):
    """Whether the operator's parameters are those of the module, and nothing else is."""
    for name in row.states.split():
        if name not in node.arguments:
            continue
        refs = list(refs_in(node.arguments[name].value))
        own = [state_name(ref, part.path, program) for ref in refs if ref.startswith("state:")]
        if len(own) != len(refs) or (name != "params" and own not in ([], [name])):
            return False
    return True


def _inputs(row, node, region):
    """What the module is called with: a list for each argument; initial states that are zero are left out."""
    made = {item.name for item in region.body}
    given = [list(refs_in(node.arguments[name].value)) for name in row.inputs.split() if name in node.arguments]
    return [refs for refs in given if not any(ref in made for ref in refs)]


def _argument(parameter, row, given):
    name = parameter.name
    if name in row.arguments:
        value = row.arguments[name](given)
    elif name == "bias":
        value = given["bias"] is not None
    elif name == "inplace":
        value = given.node.operator.endswith("_")
    elif name == "padding_idx":
        value = None if given.get(name, -1) < 0 else given[name]
    else:
        value = given.get(name, parameter.default)
        if name == "stride" and value == given["kernel_size"]:
            value = parameter.default  # of pooling
    return value


def _has_state(constructor, part):
    """Whether the module so made has the parameters and buffers of the part, by name and shape."""
    try:
        made = constructor.build()
    except (TypeError, ValueError, NotImplementedError):
        return False
    own = {name: tuple(value.shape) for name, value in made.state_dict().items()}
    return own == {name: each.array.shape for name, each in part.total_state().items()}


def is_chain(part: Part) -> bool:
    """Whether this can be a Sequential: each child is called with the result of the one before."""
    if part.state or not part.numbered:
        return False
    return all(_is_chained(part, region) for region in part.regions)


def _is_chained(part, region):
    if len(region.inputs) != 1 or len(region.outputs) != 1:
        return False
    value = region.inputs[0]
    for item in region.body:
        if not isinstance(item, Region) or item.inputs != [value] or len(item.outputs) != 1:
            return False
        value = item.outputs[0]
    indices = [int(item.path.rpartition(".")[2]) for item in region.body if isinstance(item, Region)]
    return value == region.outputs[0] and indices == sorted(set(indices))


def filled(part: Part) -> list[Expression]:
    """How the children of a numbered part are made, with Identity where one left nothing behind."""
    last = max(map(int, part.children))
    identity = Expression("nn.Identity()")
    children = [part.children.get(str(index)) for index in range(last + 1)]
    return [identity if child is None or child.made is None else child.made for child in children]
