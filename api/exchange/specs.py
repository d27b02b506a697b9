"""What can be imported: each domain says what its rows look like, wiring hands it in."""

from collections.abc import Mapping
from types import MappingProxyType

from api.core.intake import RowSpec


class _Ports:
    row_specs: Mapping[str, RowSpec] = MappingProxyType({})


ports = _Ports()
