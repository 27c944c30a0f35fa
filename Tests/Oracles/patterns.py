# SPDX-License-Identifier: Apache-2.0
"""What Python's re finds: patterns.py FILE, a JSON array of [pattern, text]; for each the first match, its first group
and the text with every match replaced by `<` the match `>`, as one JSON array."""

import json
import re
import sys

found = []
for pattern, text in json.load(open(sys.argv[1], encoding="utf-8")):
    # Only the end of the text is one.
    compiled = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    match = compiled.search(text)
    replaced, at, end = "", 0, None
    while each := compiled.search(text, at):
        replaced += text[at:each.start()]
        at = each.end()
        if each.start() == at == end:
            # Nothing, right behind a match, is none.
            if at == len(text):
                break
            replaced += text[at]
            at += 1
        else:
            replaced += "<" + each.group() + ">"
            end = at
    found.append([match and match.group(), match and match.group(1), replaced + text[at:]])
json.dump(found, sys.stdout)
