"""Parts of the canonical document on the wire: described in the contract from the same classes that read them."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from pydantic import GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from api.core.points import PATTERN, Points
from api.frameworks.rules import codec
from api.frameworks.rules.crosswalks import Map
from api.frameworks.rules.kinds import Rule
from api.frameworks.rules.model import Framework, Indicator
from api.frameworks.rules.profiles import Operation

Shape = dict[str, Any]
_ANY: Shape = {"type": "object", "additionalProperties": True}


def shape(hint: Any, skip: frozenset[str] = frozenset()) -> Shape:
    """The JSON schema of what `codec` reads for a type; `skip` leaves fields of the outermost class out."""
    if hint is Points:
        return {"type": "string", "pattern": PATTERN}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": shape(get_args(hint)[0])}
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        return _union([member for member in get_args(hint) if member is not type(None)], get_args(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if hint is Indicator and "children" not in skip:
        return _ANY | {"description": "IndicatorDocument, with `children`."}
    if hasattr(hint, "__dataclass_fields__"):
        return _object(hint, skip)
    return dict(_SCALARS[hint])


_SCALARS: Mapping[Any, Shape] = {
    str: {"type": "string", "maxLength": codec.LONGEST},
    int: {"type": "integer", "minimum": 0, "maximum": codec.LARGEST},
    bool: {"type": "boolean"},
}


def _union(members: list[Any], every: tuple[Any, ...]) -> Shape:
    if len(members) == 1:
        found = shape(members[0])
        return found if len(every) == 1 else {"anyOf": [found, {"type": "null"}]}
    kinds = [shape(member) for member in members]
    choices = [choice for kind in kinds for choice in kind.get("oneOf", [kind])]
    plain: Shape = {"oneOf": choices}
    return {"anyOf": [plain, {"type": "null"}]} if type(None) in every else plain


def _object(cls: Any, skip: frozenset[str]) -> Shape:
    hints = get_type_hints(cls)
    named = [one for one in fields(cls) if get_origin(hints[one.name]) is not ClassVar and one.name not in skip]
    properties: Shape = {one.name: shape(hints[one.name]) for one in named}
    required = [one.name for one in named if one.default is MISSING]
    kind = getattr(cls, "kind", None)
    if isinstance(kind, str):
        properties, required = {"kind": {"type": "string", "const": kind}} | properties, ["kind", *required]
    return {
        "type": "object",
        "title": cls.__name__,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


class _Document(RootModel[dict[str, Any]]):
    """A document whose shape is written down beside its reader."""

    described: ClassVar[Shape] = _ANY

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> Shape:
        """What the contract says of it."""
        return {**cls.described, "description": cls.__doc__ or "", "title": cls.__name__}


_RULE = {"kind": "count_deduct", "entries": [{"code": "E1", "title": "每少一次", "per": "0.5"}]}
_INDICATOR = {"code": "1.1", "title": "警示教育", "points": "4", "rule": _RULE, "guidance": "每少一次扣0.5分，扣完为止"}


class RuleDocument(_Document):
    """How a leaf is scored, told by `kind`. Decimals are strings."""

    described = shape(Rule) | {"example": _RULE}


class IndicatorDocument(_Document):
    """An indicator without its children. `lineage` may be left out of a new one."""

    described = shape(Indicator, frozenset({"children"})) | {
        "required": ["code", "title"],
        "example": _INDICATOR,
    }


class IndicatorChanges(_Document):
    """A merge patch of an indicator: what is left out stays, null puts the default back; a rule is replaced as a whole."""

    described = {
        "type": "object",
        "properties": {
            name: {"anyOf": [given, {"type": "null"}]}
            for name, given in IndicatorDocument.described["properties"].items()
            if name != "lineage"
        },
        "additionalProperties": False,
        "example": {"points": "5"},
    }


class HeaderDocument(_Document):
    """A version without its indicators: names, source, total, bonuses, deductions, vetoes, scales."""

    described = shape(Framework, frozenset({"children", "indicators"})) | {
        "example": {"code": "JZ-QLXX", "title": "锦岚县清廉学校评价", "version": "2026"},
    }


class HeaderChanges(_Document):
    """A merge patch of a draft's header; lists are replaced as a whole. The code stays that of the framework."""

    described = {
        "type": "object",
        "properties": {
            name: {"anyOf": [given, {"type": "null"}]}
            for name, given in HeaderDocument.described["properties"].items()
            if name not in {"code", "base"}
        },
        "additionalProperties": False,
        "example": {"version": "2027", "declared_total": "100"},
    }


class FrameworkDocument(_Document):
    """The canonical document of a version (`schema: 1`), with its whole tree. Fields that hold their default are absent."""

    described = {
        "type": "object",
        "properties": {"schema": {"type": "integer", "const": 1}}
        | shape(Framework, frozenset({"children"}))["properties"],
        "required": ["schema", "code", "title", "version"],
        "additionalProperties": False,
        "example": {
            "schema": 1,
            "code": "JZ-QLXX",
            "title": "锦岚县清廉学校评价",
            "version": "2026",
            "declared_total": "4",
            "indicators": [{**_INDICATOR, "lineage": "0198c0de-0000-7000-8000-0000000000aa"}],
        },
    }


class OperationDocument(_Document):
    """One step of a profile, told by `kind`."""

    described = shape(Operation) | {"example": {"kind": "set_points", "code": "A1", "points": "5"}}


class MapDocument(_Document):
    """A set of sources and a set of targets, by code."""

    described = shape(Map) | {
        "example": {"sources": ["C3"], "targets": ["8"], "relation": "intersect", "coverage": "70", "confidence": "90"},
    }
