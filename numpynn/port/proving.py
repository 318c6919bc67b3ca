"""A ported model beside the one it came from: outputs and gradients on the same inputs, before anything is written."""

from __future__ import annotations

from ..parity import Report, Twins
from .errands import UNREADABLE, Refusal
from .source import Source


def built(source: Source):
    """The model that the source describes, with its weights, in evaluation mode."""
    import numpynn

    namespace = {"__name__": "ported", "__file__": "ported.py"}
    exec(compile(source.text, "ported.py", "exec"), namespace)
    model = namespace[source.name]()
    dtypes = {array.dtype for array in source.state.values() if array.dtype.kind == "f"}
    if len(dtypes) == 1:
        model = model.to(getattr(numpynn, dtypes.pop().name))
    model.load_state_dict({name: numpynn.from_numpy(array.copy()) for name, array in source.state.items()})
    return model.eval()


def proof(theirs, ours, arguments: tuple, keywords: dict, ties: dict, training: bool = False) -> Report:
    """The comparison of one pass forward and back; buffers that only the port has are left out.

    `ties` gives the names that share one tensor, of which either library shows but one.
    """
    shown = dict(ours.named_parameters())
    names = {
        name: next(other for other in ties[name] if other in shown)
        for name, _ in theirs.named_parameters()
        if name in ties
    }
    twins = Twins(theirs, ours, names)
    try:
        report = twins.run(*arguments, training=training, **keywords)
    except Exception as error:
        raise Refusal(f"the models cannot be compared: {type(error).__name__}: {error}", UNREADABLE) from error
    known = {f"buffer {name}" for name, _ in theirs.named_buffers()}
    rows = [row for row in report.rows if not row.name.startswith("buffer ") or row.name in known]
    return Report(report.dtype, rows, report.first_output, report.first_gradient, report.remark)
