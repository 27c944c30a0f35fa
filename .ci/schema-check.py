#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the sandbox's schema and the documents Dray sends against the official schema.

    .ci/schema-check.py SCHEMA OFFICIAL [DOCUMENTS…]

SCHEMA is what `dray sandbox --schema` prints; DOCUMENTS are .graphql files or folders of them. Every difference is
printed; the exit code is then 1. Without the official file or graphql-core (PyPI) it says so and exits 0.
"""

import sys
from pathlib import Path

try:
    from graphql import (
        GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType,
        build_schema, is_specified_scalar_type, parse, validate,
    )
except ImportError:
    print("schema check skipped: graphql-core is not installed (pip install graphql-core)")
    sys.exit(0)


def values(where, ours, theirs):
    """Arguments or input fields: the same names, types and defaults."""
    for name in ours.keys() - theirs.keys():
        yield f"{where}({name}:) is not in the official schema"
    for name in theirs.keys() - ours.keys():
        yield f"{where}({name}:) is missing"
    for name in ours.keys() & theirs.keys():
        if str(ours[name].type) != str(theirs[name].type):
            yield f"{where}({name}:) is {ours[name].type}, officially {theirs[name].type}"
        if ours[name].default_value != theirs[name].default_value:
            yield f"{where}({name}:) defaults to {ours[name].default_value}, officially {theirs[name].default_value}"


def differences(excerpt, official):
    for name, ours in excerpt.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(ours):
            continue
        theirs = official.type_map.get(name)
        if theirs is None:
            yield f"{name} is not in the official schema"
            continue
        if type(ours) is not type(theirs):
            yield f"{name} is a {type(ours).__name__}, officially a {type(theirs).__name__}"
            continue
        if isinstance(ours, GraphQLEnumType):
            for value in ours.values.keys() ^ theirs.values.keys():
                side = "is not in the official schema" if value in ours.values else "is missing"
                yield f"{name}.{value} {side}"
        elif isinstance(ours, GraphQLUnionType):
            for member in {t.name for t in ours.types} - {t.name for t in theirs.types}:
                yield f"{name} has no member {member} officially"
        elif isinstance(ours, GraphQLInputObjectType):
            yield from values(name, ours.fields, theirs.fields)
        elif isinstance(ours, (GraphQLObjectType, GraphQLInterfaceType)):
            for interface in {i.name for i in ours.interfaces} - {i.name for i in theirs.interfaces}:
                yield f"{name} does not implement {interface} officially"
            for field, mine in ours.fields.items():
                his = theirs.fields.get(field)
                if his is None:
                    yield f"{name}.{field} is not in the official schema"
                    continue
                if str(mine.type) != str(his.type):
                    yield f"{name}.{field} is {mine.type}, officially {his.type}"
                yield from values(f"{name}.{field}", mine.args, his.args)
    for directive in excerpt.directives:
        theirs = official.get_directive(directive.name)
        if theirs is None:
            yield f"@{directive.name} is not in the official schema"
            continue
        yield from values(f"@{directive.name}", directive.args, theirs.args)
        if set(directive.locations) != set(theirs.locations):
            yield f"@{directive.name} stands on {directive.locations}, officially {theirs.locations}"


def documents(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.graphql")) if path.is_dir() else [path]


def main(schema, official, paths):
    if not Path(official).exists():
        print(f"schema check skipped: {official} is not here")
        return 0
    excerpt = build_schema(Path(schema).read_text())
    whole = build_schema(Path(official).read_text(), assume_valid=True)
    faults = list(differences(excerpt, whole))
    count = 0
    for path in documents(paths):
        count += 1
        for name, against in (("official", whole), ("sandbox", excerpt)):
            for error in validate(against, parse(path.read_text())):
                faults.append(f"{path}: {error.message} ({name} schema)")
    for fault in faults:
        print(fault)
    types = sum(1 for name in excerpt.type_map if not name.startswith("__"))
    print(f"{types} types and {count} documents held against the official schema: {len(faults)} differences")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
