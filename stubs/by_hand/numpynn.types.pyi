Number: TypeAlias = int | float | bool
Device: TypeAlias = device | str | int | None
FileLike: TypeAlias = str | PathLike | IO
Storage: TypeAlias = TypedStorage | UntypedStorage
