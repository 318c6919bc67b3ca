"""state_dict and load_state_dict: keys, metadata, hooks, errors."""

from __future__ import annotations

from collections import OrderedDict


def _net(nn):
    net = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 1, bias=False), nn.Identity()))
    net.register_buffer("kept", net[0].bias.detach() * 0)
    net.register_buffer("passing", net[0].bias.detach() * 0, persistent=False)
    return net


def keys_and_metadata(torch, note):
    net = _net(torch.nn)
    state = net.state_dict()
    note(type(state).__name__, list(state), state._metadata, state)
    note(list(net.state_dict(prefix="net.")), net.state_dict(prefix="net.")._metadata)
    note([value.requires_grad for value in net.state_dict(keep_vars=True).values()])
    note(net.state_dict(keep_vars=True)["0.weight"] is net[0].weight)
    state["0.bias"][0] = 7.0
    note(net[0].bias.detach())


def into_a_destination(torch, note):
    net = _net(torch.nn)
    plain = {"before": 1}
    note(net.state_dict(destination=plain, prefix="a.") is plain, list(plain))
    ordered = OrderedDict()
    note.warned(lambda: list(net.state_dict(ordered, "b.", True)))
    note(list(ordered), ordered["b.0.weight"].requires_grad)


def versions(torch, note):
    class Newer(torch.nn.Linear):
        _version = 3

        def _load_from_state_dict(self, state_dict, prefix, local_metadata, *findings):
            note("version", prefix, local_metadata.get("version"))
            super()._load_from_state_dict(state_dict, prefix, local_metadata, *findings)

    net = torch.nn.Sequential(Newer(1, 1))
    note(net.state_dict()._metadata)
    net.load_state_dict(net.state_dict())
    net.load_state_dict(dict(net.state_dict()))


def loading(torch, note):
    net, other = _net(torch.nn), _net(torch.nn)
    weight = other[0].weight
    note(repr(other.load_state_dict(net.state_dict())), other[0].weight is weight)
    note(other.state_dict())
    note([bool((a == b).all()) for a, b in zip(net.state_dict().values(), other.state_dict().values())])
    double = OrderedDict((key, value.double() * 2) for key, value in net.state_dict().items())
    other.load_state_dict(double)
    note(other.state_dict())
    note.refused(lambda: net.load_state_dict(5), says=True)


def every_error_in_one(torch, note):
    net = _net(torch.nn)
    state = net.state_dict()
    state["0.weight"] = torch.zeros(2, 3)
    state["kept"] = torch.zeros(4)
    state["0.bias"] = "text"
    state["more"] = state.pop("1.0.weight")
    state["1.7.weight"] = torch.zeros(1)
    state["0.weight.deep"] = torch.zeros(1)
    note.refused(lambda: net.load_state_dict(state), says=True)
    note.refused(lambda: net.load_state_dict(state, strict=False), says=True)
    note.refused(lambda: net.load_state_dict({}), says=True)
    note.refused(lambda: net[0].load_state_dict(net.state_dict()), says=True)


def not_strict(torch, note):
    net = _net(torch.nn)
    state = net.state_dict()
    state["more"] = state.pop("1.0.weight")
    state["0.bias"] = torch.full((3,), 4.0)
    found = net.load_state_dict(state, strict=False)
    note(found.missing_keys, found.unexpected_keys, repr(found), net[0].bias.detach())


def one_element_for_a_scalar(torch, note):
    m = torch.nn.Module()
    m.scalar = torch.nn.Parameter(torch.tensor(1.0))
    note(repr(m.load_state_dict({"scalar": torch.tensor([5.0])})), m.scalar)
    note.refused(lambda: m.load_state_dict({"scalar": torch.tensor([5.0, 6.0])}), says=True)
    m.scalar = torch.nn.Parameter(torch.tensor([1.0]))
    note.refused(lambda: m.load_state_dict({"scalar": torch.tensor(5.0)}), says=True)


def assigning(torch, note):
    net = _net(torch.nn)
    net[0].bias.requires_grad_(False)
    state = OrderedDict((key, value.double()) for key, value in _net(torch.nn).state_dict().items())
    state["1.0.weight"] = torch.nn.Parameter(state["1.0.weight"])
    note(repr(net.load_state_dict(state, assign=True)))
    note({name: (p.dtype == torch.float64, p.requires_grad) for name, p in net.named_parameters()})
    note(
        net[1][0].weight is state["1.0.weight"],
        net.kept is state["kept"],
        isinstance(net[0].weight, torch.nn.Parameter),
    )
    state["0.bias"][0] = 9.0
    note(float(net[0].bias[0]))


def extra_state(torch, note):
    class Counting(torch.nn.Linear):
        count = 0

        def get_extra_state(self):
            return {"count": self.count}

        def set_extra_state(self, state):
            self.count = state["count"]

    a, b = torch.nn.Sequential(Counting(1, 1)), torch.nn.Sequential(Counting(1, 1))
    a[0].count = 5
    state = a.state_dict()
    note(list(state), state["0._extra_state"])
    b.load_state_dict(state)
    note(b[0].count)
    del state["0._extra_state"]
    note.refused(lambda: b.load_state_dict(state), says=True)
    plain = torch.nn.Sequential(torch.nn.Linear(1, 1))
    note.refused(lambda: plain.load_state_dict(a.state_dict()), says=True)
    note.refused(lambda: plain.get_extra_state())
    note.refused(lambda: plain.set_extra_state(1))


def hooks_on_saving(torch, note):
    net = torch.nn.Sequential(torch.nn.Linear(1, 1))

    def before(module, prefix, keep_vars):
        note("before", type(module).__name__, prefix, keep_vars)

    def after(module, state_dict, prefix, local_metadata):
        note("after", type(module).__name__, list(state_dict), prefix, local_metadata)
        state_dict["added"] = 1

    def replacing(module, state_dict, prefix, local_metadata):
        return OrderedDict(replaced=len(state_dict))

    for module in net.modules():
        module.register_state_dict_pre_hook(before)
    first = net[0].register_state_dict_post_hook(after)
    net.register_state_dict_post_hook(after)
    note(list(net.state_dict()))
    first.remove()
    net._register_state_dict_hook(replacing)
    note(net.state_dict())
    note.refused(lambda: net._register_state_dict_hook(after), says=True)
    wrong = torch.nn.Linear(1, 1)
    wrong.register_state_dict_post_hook(lambda *seen: 5)
    note.refused(wrong.state_dict, says=True)


def hooks_on_loading(torch, note):
    net = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Identity())

    def before(module, state_dict, prefix, local_metadata, strict, missing, unexpected, errors):
        note("before", type(module).__name__, sorted(state_dict), prefix, local_metadata, strict)
        note(list(missing), list(unexpected), list(errors))

    def renaming(state_dict, prefix, *findings):
        state_dict[prefix + "weight"] = state_dict.pop(prefix + "old")

    def after(module, keys):
        note("after", type(module).__name__, list(keys.missing_keys), list(keys.unexpected_keys))
        keys.unexpected_keys.clear()

    for module in net.modules():
        module.register_load_state_dict_pre_hook(before)
        module.register_load_state_dict_post_hook(after)
    net[0]._register_load_state_dict_pre_hook(renaming)
    state = net.state_dict()
    state["0.old"] = state.pop("0.weight")
    state["foreign"] = state["0.old"]
    note(repr(net.load_state_dict(state)), list(state))
    net.register_load_state_dict_post_hook(lambda module, keys: keys)
    note.refused(lambda: net.load_state_dict(state), says=True)


def members_that_are_none(torch, note):
    m = torch.nn.Linear(2, 2, bias=False)
    m.register_buffer("b", None)
    m.add_module("none", None)
    note(list(m.state_dict()), repr(m.load_state_dict(m.state_dict())))
    note.refused(lambda: m.load_state_dict({**m.state_dict(), "bias": torch.zeros(2)}), says=True)


def copies(torch, note):
    import copy
    import pickle

    net = _net(torch.nn)
    net[0].weight.extra = "kept"
    net(torch.ones(1, 2)).sum().backward()
    for other in (copy.deepcopy(net), pickle.loads(pickle.dumps(net))):
        note(repr(other), other.state_dict(), list(dict(other.named_buffers())), other[0].weight.requires_grad)
        note(other[0].weight is net[0].weight, other[0].weight.grad is None, type(other[0].weight).__name__)
        note((other[0].weight - net[0].weight).detach().abs().sum())
    note(getattr(pickle.loads(pickle.dumps(net))[0].weight, "extra", None))
    tied = torch.nn.Sequential(net[0], net[0])
    other = copy.deepcopy(tied)
    note(other[0] is other[1], len(list(other.parameters())))
    other = pickle.loads(pickle.dumps(tied))
    note(other[0] is other[1], len(list(other.parameters())))


def an_old_pickle_gets_what_it_lacks(torch, note):
    net = torch.nn.Linear(1, 1)
    state = {key: value for key, value in net.__getstate__().items() if "hooks" not in key or key == "_backward_hooks"}
    state.pop("_non_persistent_buffers_set")
    state.update(_forward_hooks={})
    other = torch.nn.Linear.__new__(torch.nn.Linear)
    other.__setstate__(state)
    note(other(torch.ones(1)).shape, list(other.state_dict()))
