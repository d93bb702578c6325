"""The JSON Schemas that the program prints take what the program takes, and nothing else."""

import json
import subprocess
import tomllib

import jsonschema
import pytest
import yaml

from conftest import BINARY, ROOT


def schema(*arguments):
    printed = subprocess.run([BINARY, *arguments, "schema"], capture_output=True, check=True, text=True)
    return json.loads(printed.stdout)


@pytest.fixture(scope="module")
def entries():
    return jsonschema.Draft202012Validator(schema("glossary"))


class Loader(yaml.SafeLoader):
    """Dates stay words, as the program reads them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_every_built_in_entry_is_valid(entries):
    files = [path for folder in ("concepts", "models", "benchmarks") for path in (ROOT / "glossary" / folder).glob("*.md")]
    assert len(files) > 100
    for path in files:
        front = path.read_text("utf-8").split("\n---", 1)[0].removeprefix("---\n")
        errors = [error.message for error in entries.iter_errors(yaml.load(front, Loader))]
        assert not errors, f"{path}: {errors}"


@pytest.mark.parametrize(
    "front",
    [
        "{prefLabel: {en: X}}",
        "{type: model, prefLabl: {en: X}}",
        "{type: model, prefLabel: {en: [X]}}",
        "{type: model, statements: [{value: x}]}",
        "{type: model, statements: [{property: x, value: y, polarity: maybe}]}",
    ],
)
def test_what_is_no_entry_is_not(entries, front):
    assert not entries.is_valid(yaml.load(front, Loader))


def test_the_configuration():
    validator = jsonschema.Draft202012Validator(schema("config"))
    good = 'glossaries = ["a"]\nexclude = ["b/"]\n[rules]\nclaim = "hint"\n[features]\ninlay-hints = true\n'
    assert not list(validator.iter_errors(tomllib.loads(good)))
    for bad in ("glossarys = []", '[rules]\nclaim = "loud"', "[features]\nhover = 3", "[features]\nhovr = true"):
        assert not validator.is_valid(tomllib.loads(bad)), bad
