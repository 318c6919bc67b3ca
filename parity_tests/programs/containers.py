"""Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict."""

from __future__ import annotations

from collections import OrderedDict


def _layers(nn, n):
    return [nn.Linear(i + 1, 1) for i in range(n)]


def sequential_as_a_list(torch, note):
    nn = torch.nn
    s = nn.Sequential(*_layers(nn, 3))
    note(len(s), repr(s), repr(s[1]), repr(s[-1]), repr(s[1:]), repr(s[::2]), list(s[1:]._modules))
    s.append(nn.Identity()).extend([nn.Flatten(), nn.Identity()]).insert(1, nn.Flatten(0)).insert(-1, nn.Identity())
    note(repr(s), list(s._modules))
    del s[0]
    note(list(s._modules), repr(s))
    del s[1:3]
    note(list(s._modules), repr(s))
    note(repr(s.pop(0)), repr(s.pop(-1)), repr(s.pop(slice(0, 1))), repr(s))
    s[0] = nn.Linear(9, 9)
    note(repr(s), [repr(m) for m in s])


def sequential_arithmetic(torch, note):
    nn = torch.nn
    a, b = nn.Sequential(*_layers(nn, 2)), nn.Sequential(nn.Identity())
    note(repr(a + b), repr(a * 2), repr(2 * b), (a * 2)[0] is (a * 2)[2])
    a += b
    b *= 3
    note(repr(a), repr(b), list(b._modules))
    for call in (lambda: a + 3, lambda: a * 1.5, lambda: a * 0, lambda: a * -1):
        note.refused(call, says=True)
    note.refused(lambda: a.__iadd__([1]), says=True)
    note.refused(lambda: a.__imul__(0), says=True)


def sequential_with_names(torch, note):
    nn = torch.nn
    s = nn.Sequential(OrderedDict(first=nn.Linear(1, 2), second=nn.Identity()))
    note(repr(s), s.first is s[0], repr(s[1:]), s[0:1].first is s.first)
    s[1] = nn.Flatten()
    note(repr(s))
    note.refused(lambda: s.insert(0, nn.Identity()))
    del s[0]
    note(list(s._modules))


def sequential_refusals(torch, note):
    nn = torch.nn
    s = nn.Sequential(nn.Identity())
    for call in (
        lambda: s[1],
        lambda: s[-2],
        lambda: s["0"],
        lambda: s.__setitem__(5, nn.Identity()),
        lambda: s.__setitem__(0, 5),
        lambda: s.__delitem__(5),
        lambda: s.insert(5, nn.Identity()),
        lambda: s.insert(0, 5),
        lambda: s.append(5),
        lambda: s.extend([5]),
        lambda: nn.Sequential(5),
        lambda: s.pop(3),
        lambda: nn.Sequential([nn.Identity()]),
    ):
        note.refused(call)
    note(repr(s))


def sequential_runs(torch, note):
    nn = torch.nn
    s = nn.Sequential(nn.Linear(2, 2), nn.Identity(), nn.Linear(2, 1))
    for p in s.parameters():
        p.data = torch.ones_like(p)
    note(s(torch.ones(3, 2)).detach(), nn.Sequential()(torch.ones(1)))


def module_list(torch, note):
    nn = torch.nn
    m = nn.ModuleList(_layers(nn, 2))
    m.append(nn.Identity()).extend(nn.Flatten() for _ in range(2))
    m.insert(1, nn.Identity())
    note(repr(m), len(m), list(m._modules), repr(m[1:3]), repr(m[-1]), type(m[::2]).__name__)
    m += [nn.Identity()]
    note(repr(m + nn.ModuleList([nn.Flatten(2)])), repr(m.pop(0)), repr(m))
    del m[0]
    del m[-2:]
    m[0] = nn.Linear(5, 5)
    note(repr(m), list(m._modules), [name for name in dir(m) if name.isdigit()])
    for call in (
        lambda: m[9],
        lambda: m[-9],
        lambda: m.extend(5),
        lambda: m.append(5),
        lambda: m.insert(-1, nn.Identity()),
        lambda: nn.ModuleList([5]),
        lambda: m(torch.ones(1)),
        lambda: m.__setitem__(7, nn.Identity()),
    ):
        note.refused(call)


def module_list_repr_joins_repetitions(torch, note):
    nn = torch.nn
    block = lambda: nn.Sequential(nn.Linear(1, 1), nn.Identity())  # noqa: E731
    note(repr(nn.ModuleList([block(), block(), nn.Identity(), block(), nn.Identity(), nn.Identity()])))
    note(repr(nn.ModuleList()), repr(nn.ModuleList([nn.ModuleList(), nn.ModuleList()])))


def module_dict(torch, note):
    nn = torch.nn
    m = nn.ModuleDict({"b": nn.Linear(1, 1), "a": nn.Identity()})
    m["c"] = nn.Flatten()
    m.update([("d", nn.Identity()), ["e", nn.Identity()]])
    m.update(nn.ModuleDict(OrderedDict(f=nn.Identity())))
    note(repr(m), list(m), len(m), "a" in m, "z" in m, list(m.keys()), [k for k, _ in m.items()], len(list(m.values())))
    note(repr(m.pop("b")), m.a is m["a"], list(m))
    del m["c"]
    note(list(m))
    for call in (
        lambda: m["z"],
        lambda: m.pop("z"),
        lambda: m.__delitem__("z"),
        lambda: m.__setitem__("keys", nn.Identity()),
        lambda: m.__setitem__("x.y", nn.Identity()),
        lambda: m.__setitem__("x", 5),
        lambda: m.__setitem__(5, nn.Identity()),
        lambda: m.update(5),
        lambda: m.update([5]),
        lambda: m.update([(1, 2, 3)]),
        lambda: m(torch.ones(1)),
    ):
        note.refused(call)
    m.clear()
    note(repr(m), len(m))


def parameter_list(torch, note):
    nn = torch.nn
    p = nn.ParameterList([torch.ones(2), nn.Parameter(torch.zeros(1, 3)), "text", 5, None])
    note(repr(p), len(p), list(dict(p.named_parameters())), p[2], p[-1], p[0].requires_grad, list(p.state_dict()))
    p.append(torch.ones(1)).extend([torch.ones(1), "more"])
    p += (torch.zeros(2),)
    p[0] = torch.zeros(4)
    note(repr(p), repr(p[1:3]), repr(p[::3]), len(p[1:3]), [type(v).__name__ for v in p])
    for call in (
        lambda: p[99],
        lambda: p["0"],
        lambda: p.extend(5),
        lambda: p.extend(torch.ones(2)),
        lambda: nn.ParameterList([torch.ones(1, dtype=torch.int64)]),
        lambda: p(),
        lambda: p.__setitem__(0, 5),
    ):
        note.refused(call)
    note(len(p), [name for name in dir(p) if name.isdigit()], repr(nn.ParameterList()))


def parameter_dict(torch, note):
    nn = torch.nn
    p = nn.ParameterDict({"b": torch.ones(2), "a": nn.Parameter(torch.zeros(1, 3))})
    p["text"] = "text"
    p.update(OrderedDict(z=torch.ones(1), y=5))
    p.update([("pair", torch.ones(2, 2))])
    note(repr(p), list(p), list(reversed(p)), len(p), "a" in p, list(p.keys()), [k for k, _ in p.items()], p["y"])
    note(list(dict(p.named_parameters())), len(list(p.values())), p.get("none"), p.get("none", 3), p.get("y"))
    note(p.setdefault("y", 9), p.setdefault("new", torch.ones(1)).requires_grad, p.setdefault("nothing"))
    note(p.pop("y"), p.popitem(), p.copy()["a"] is p["a"], list(p.copy()))
    note(list(p | nn.ParameterDict({"q": torch.ones(1)})), list(nn.ParameterDict({"q": torch.ones(1)}) | p))
    p |= nn.ParameterDict({"q": torch.ones(1)})
    del p["b"]
    note(list(p), repr(p.fromkeys(["k", "l"], 3)), list(p.fromkeys("ab")))
    for call in (
        lambda: p["none"],
        lambda: p[5],
        lambda: p.pop("none"),
        lambda: p.__delitem__("none"),
        lambda: p.update(5),
        lambda: p.update([5]),
        lambda: p.update([(1, 2, 3)]),
        lambda: p(1),
        lambda: nn.ParameterDict().__setitem__(5, torch.ones(1)),
    ):
        note.refused(call)
    p.clear()
    note(repr(p), len(p), list(dict(p.named_parameters())))
    note.refused(p.popitem)


def nested_reprs(torch, note):
    nn = torch.nn

    class Lines(nn.Module):
        def extra_repr(self):
            return "first\nsecond\n\nlast"

    class Line(nn.Module):
        def extra_repr(self):
            return "only"

    line = Line()
    line.inner = Lines()
    note(repr(Lines()), repr(Line()), repr(line), repr(nn.Module()), repr(nn.Sequential(line, Lines())))
    note(repr(nn.Sequential(nn.ParameterList([torch.ones(1)]), nn.ParameterDict({"a": torch.ones(1), "b": 1}))))
    none = nn.Sequential(nn.Identity())
    none.add_module("1", None)
    note(repr(none))


def the_old_container(torch, note):
    container = note.warned(lambda: torch.nn.Container(a=torch.nn.Identity()))
    note(repr(container))


def repeating_goes_by_number(torch, note):
    nn = torch.nn
    named = nn.Sequential()
    named.add_module("a", nn.ReLU())

    def repeat():
        nonlocal named
        named *= 2

    note.refused(repeat, says=True)
    numbered = nn.Sequential(nn.ReLU(), nn.Tanh())
    numbered *= 2
    note(repr(numbered))


def errors_name_the_module(torch, note):
    m = torch.nn.Linear(1, 1)
    note.refused(lambda: m.register_buffer(), says=True)
    note.refused(lambda: m.named_parameters(1, 2, 3, 4), says=True)
    note.refused(lambda: m.add_module("x", lambda y: y), says=True)
    note.refused(lambda: m.xpu(), says=True)
    note.refused(lambda: m.ipu())
    note.refused(lambda: m.mtia())
