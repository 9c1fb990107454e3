"""Building blocks of a JSON schema: entries with their words in both languages, lists of known names."""

from __future__ import annotations

from typing import Any

from simlib.words import DEPARTMENTS, PROGRAMMES, STATUSES, Words

from .folders import LONGEST_NAME

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE = "^[12][0-9]{3}Q[1-4]$"


def said(words: Words, *more: str) -> Schema:
    """Title and description in both languages."""
    tail = "".join(f"\n{line}" for line in more if line)
    return {"title": f"{words.zh} {words.en}", "description": f"{words.zh}\n{words.en}{tail}"}


def closed(properties: Schema, required: tuple[str, ...], words: Words) -> Schema:
    """A mapping that holds these keys and no other."""
    return {
        **said(words),
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def optional(schema: Schema) -> Schema:
    """The block may be left empty, as `simlib new` writes it."""
    return {**schema, "type": [schema["type"], "null"]}


def list_of(items: Schema, words: Words) -> Schema:
    """A list of one kind of thing."""
    return {**said(words), "type": "array", "items": items}


def text(words: Words) -> Schema:
    """A text that is not empty."""
    return {**said(words), "type": "string", "minLength": 1}


def name(words: Words) -> Schema:
    """The name of a file."""
    return {**text(words), "maxLength": LONGEST_NAME}


def words_in_both(words: Words) -> Schema:
    """A text in Chinese and English."""
    parts = {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}}
    return closed(parts, ("zh", "en"), words)


def definitions() -> Schema:
    """Lists of names that stand in many places, told once."""
    return {
        "department": choice(DEPARTMENTS, Words("部门", "department")),
        "programme": choice(PROGRAMMES, Words("领域", "programme")),
        "status": choice(STATUSES, Words("数据状态", "standing of the figure")),
    }


def ref(name: str) -> Schema:
    """A definition told elsewhere."""
    return {"$ref": f"#/$defs/{name}"}


def owners() -> Schema:
    """One department or several."""
    one = ref("department")
    return {
        **said(Words("负责部门，一个或几个", "department, one or several")),
        "anyOf": [one, list_of(one, Words("部门", "departments"))],
    }


def choice(known: dict[str, Words], words: Words) -> Schema:
    """One of the known names, each explained."""
    listed = [f"{code}: {said.zh} {said.en}" for code, said in known.items()]
    return {**said(words, *listed), "enum": list(known)}


def number(low: float, high: float, words: Words, *more: str) -> Schema:
    """A number within bounds."""
    return {**said(words, *more), "type": "number", "minimum": low, "maximum": high}
