# Written by `python -m stubs`: do not edit.

from numpynn import TypedStorage as TypedStorage
from numpynn import UntypedStorage as UntypedStorage
