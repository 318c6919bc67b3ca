class Optimizer:
    defaults: dict[str, Any]
    state: dict[Tensor, Any]
    param_groups: list[dict[str, Any]]
    @overload
    def step(self, closure: None = None) -> None: ...
    @overload
    def step(self, closure: Callable[[], Tensor | float]) -> Tensor | float: ...
