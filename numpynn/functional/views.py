"""Views: tensors that look at the memory of another, and learn of in-place work on it."""

from __future__ import annotations

import weakref

from ..tensor import Tensor


def view_of(source: Tensor, view: Tensor) -> Tensor:
    """`view`, entered as a view of what `source` looks at."""
    base = source if source._base is None else source._base
    if view is source:
        return view
    view._base = base
    views = base._views
    if views is None:
        views = base._views = []
    views.append(weakref.ref(view))
    if len(views) > 64 and len(views) & (len(views) - 1) == 0:
        # Dropped views are swept out when their number has doubled, so that entering one stays cheap.
        base._views = [reference for reference in views if reference() is not None]
    return view


def live_views(base: Tensor) -> list[Tensor]:
    """The views of `base` that are still in use."""
    views = [reference() for reference in base._views or ()]
    return [view for view in views if view is not None]
