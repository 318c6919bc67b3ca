_Compiled = TypeVar("_Compiled", bound=Callable[..., Any])

@overload
def compile(
    model: _Compiled,
    *,
    fullgraph: bool = False,
    dynamic: bool | None = None,
    backend: Any = "inductor",
    mode: str | None = None,
    options: dict[str, Any] | None = None,
    disable: bool = False,
) -> _Compiled: ...
@overload
def compile(
    model: None = None,
    *,
    fullgraph: bool = False,
    dynamic: bool | None = None,
    backend: Any = "inductor",
    mode: str | None = None,
    options: dict[str, Any] | None = None,
    disable: bool = False,
) -> Callable[[_Compiled], _Compiled]: ...
@overload
def disable(fn: _Compiled, recursive: bool = True, *, reason: str | None = None) -> _Compiled: ...
@overload
def disable(
    fn: None = None, recursive: bool = True, *, reason: str | None = None
) -> Callable[[_Compiled], _Compiled]: ...
