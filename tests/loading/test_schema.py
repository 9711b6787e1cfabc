"""The JSON Schema that editors check from: sound in itself, true to what the program accepts, and not drifting."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from briefing.loading.schema import json_schema
from briefing.model.house import House
from briefing.model.layout import LayoutFile
from briefing.model.summary import Summary
from tests.workbench import BRIEF, HOUSE, ROOT, SMALL_DESK

MODELS = {"brief": Summary, "house": House, "layout": LayoutFile}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "number": float,
}
WORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "default", "examples", "type", "properties", "required"),
    *(
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "items",
        "anyOf",
        "enum",
        "const",
        "pattern",
        "format",
        "minLength",
    ),
    *("maxLength", "minItems", "uniqueItems", "minProperties", "minimum", "maximum"),
}


def accepts(schema: dict[str, Any], value: Any, whole: dict[str, Any]) -> bool:
    """Whether a schema of the kind that is made here accepts a value (JSON Schema, draft 2020-12)."""
    if "$ref" in schema:
        return accepts(whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, whole)
    if "anyOf" in schema:
        return any(accepts(form, value, whole) for form in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(isinstance(value, TYPES[name]) and (name != "integer" or value is not True) for name in types):
        return False
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(
            accepts(schema.get("items", {}), one, whole) for one in value
        )
    return not isinstance(value, dict) or _accepts_mapping(schema, value, whole)


def _accepts_mapping(schema: dict[str, Any], value: dict[str, Any], whole: dict[str, Any]) -> bool:
    enough = len(value) >= schema.get("minProperties", 0) and all(key in value for key in schema.get("required", []))
    named = all(len(key) <= schema.get("propertyNames", {}).get("maxLength", len(key)) for key in value)
    return enough and named and all(accepts(_schema_of(schema, key), one, whole) for key, one in value.items())


def _schema_of(schema: dict[str, Any], key: str) -> dict[str, Any]:
    """The schema of the value of a key; one that accepts nothing where the key is not known."""
    by_pattern = (part for pattern, part in schema.get("patternProperties", {}).items() if re.search(pattern, key))
    others = schema.get("additionalProperties", True)
    found = schema.get("properties", {}).get(key) or next(by_pattern, others)
    return found if isinstance(found, dict) else {} if found else {"enum": []}


def schemas_in(node: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema inside it."""
    yield node
    for part in node.get("anyOf", []):
        yield from schemas_in(part)
    for word in ("properties", "patternProperties", "$defs"):
        for part in node.get(word, {}).values():
            yield from schemas_in(part)
    for word in ("items", "additionalProperties"):
        if isinstance(node.get(word), dict):
            yield from schemas_in(node[word])


class Editor(yaml.CSafeLoader):
    """Reads YAML as editors do, by its version 1.2: days are texts, and so are yes, no, on and off."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (as the library has it)
        first: [(tag, form) for tag, form in forms if not tag.endswith((":timestamp", ":bool"))]
        for first, forms in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])


def as_editors_read(file: str) -> Any:
    return yaml.load((ROOT / file).read_text("utf-8"), Loader=Editor)  # noqa: S506 (it is safe)


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_is_sound(name: str) -> None:
    schema = json_schema(MODELS[name])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    used = set()
    for part in schemas_in(schema):
        assert set(part) <= WORDS, set(part) - WORDS
        types = part.get("type", [])
        assert set([types] if isinstance(types, str) else types) <= set(TYPES)
        if "$ref" in part:
            used.add(part["$ref"].removeprefix("#/$defs/"))
        if "pattern" in part:
            re.compile(part["pattern"])
        if "properties" in part:
            assert set(part.get("required", [])) <= set(part["properties"])
            assert "additionalProperties" in part, "unknown keys are refused, or are texts"
    assert used == set(schema.get("$defs", {}))


@pytest.mark.parametrize("name", MODELS)
def test_the_command_prints_it(briefing: Any, name: str) -> None:
    said = briefing("schema", name)
    assert said.status == 0
    assert json.loads(said.out) == json_schema(MODELS[name])


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_changes_only_on_purpose(golden: Any, name: str) -> None:
    golden(f"{name}.schema.json", json.dumps(json_schema(MODELS[name]), ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("brief", "sources/kim-putin-summit/brief.yaml"),
        ("house", "sources/house.yaml"),
        ("brief", str((SMALL_DESK / BRIEF).relative_to(ROOT))),
        ("house", str((SMALL_DESK / HOUSE).relative_to(ROOT))),
        *(("layout", f"layouts/{name}/layout.yaml") for name in ("base", "large-print", "one-page", "policy-brief")),
    ],
)
def test_the_schema_accepts_what_the_program_accepts(name: str, file: str) -> None:
    schema = json_schema(MODELS[name])
    assert accepts(schema, as_editors_read(file), schema)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"title": ""},
        {"title": 5},
        {"articles": {}},
        {"articles": {"A1": {"file": "x.txt"}}},
        {"articles": {"A": {}}},
        {"articles": {"A": {"file": "x", "grade": "B7"}}},
        {"context": "text"},
        {"context": [{"id": "x"}]},
        {"context": [{"text": "x", "confidence": "lwo"}]},
        {"context": [{"text": "x", "priority": "high"}]},
        {"stakes": {"a": [{"text": "x", "kind": "hindrance"}]}},
        {"sides": {"../x": "X"}},
    ],
)
def test_the_schema_refuses_what_the_program_refuses(change: dict[str, Any]) -> None:
    least = {"title": "T", "date": "2026-01-01", "marking": "TLP:CLEAR", "articles": {"A": {"file": "x.txt"}}}
    schema = json_schema(Summary)
    assert accepts(schema, least, schema)
    assert Summary.model_validate(least)
    assert not accepts(schema, {**least, **change}, schema)
    with pytest.raises(ValueError, match=r"."):
        Summary.model_validate({**least, **change})


def test_off_is_a_setting_of_a_rule_with_and_without_quotes() -> None:
    for off in ("off", False):
        house = House.model_validate({"organisation": "O", "audiences": {"a": {"title": "A"}}, "rules": {"W206": off}})
        assert house.rules["W206"] == "off"
