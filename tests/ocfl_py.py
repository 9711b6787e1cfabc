"""ocfl-py, the second judge, without two packages that it asks for and no test here needs.

It imports them as it starts: s3fs for archives in object stores, which brings a whole cloud with it, and pairtree for a
layout of folders that we do not have, which comes as no wheel. In their places stand modules that can do nothing.
"""

import sys
from types import ModuleType
from typing import Any


def _refuse(*_given: Any, **_named: Any) -> Any:
    raise NotImplementedError("a stand-in: no test needs this")


def _stand_in(module: str, *names: str) -> None:
    if module not in sys.modules:
        made = ModuleType(module)
        for name in names:
            setattr(made, name, type(name, (), {"__init__": _refuse}) if name[0].isupper() else _refuse)
        sys.modules[module] = made


_stand_in("s3fs", "S3FileSystem")
_stand_in("pairtree", "id_encode", "id_decode")

from ocfl.inventory_validator import InventoryValidator  # noqa: E402 (only now can it be imported)
from ocfl.layout_0002_flat_direct import Layout_0002_Flat_Direct  # noqa: E402
from ocfl.layout_registry import add_layout  # noqa: E402
from ocfl.storage_root import StorageRoot  # noqa: E402
from ocfl.validator import Validator  # noqa: E402

__all__ = ["InventoryValidator", "Layout_0002_Flat_Direct", "StorageRoot", "Validator", "add_layout"]
