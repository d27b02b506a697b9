"""Examples in the contract."""

from typing import Any

from pydantic import BaseModel, ConfigDict


def example(**fields: Any) -> ConfigDict:
    """The example of a model."""
    return ConfigDict(json_schema_extra={"example": fields})


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    """The example of a model, for those that contain it."""
    extra = model.model_config["json_schema_extra"]
    assert isinstance(extra, dict)
    shown = extra["example"]
    assert isinstance(shown, dict)
    return dict(shown)


def patch_example(**fields: object) -> ConfigDict:
    """The example of a merge patch, whose fields have no defaults: one left out stays as it is."""

    def describe(schema: dict[str, Any]) -> None:
        schema["example"] = fields
        for field in schema["properties"].values():
            field.pop("default", None)

    return ConfigDict(json_schema_extra=describe)
