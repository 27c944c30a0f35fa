# SPDX-License-Identifier: Apache-2.0
"""The rows that Python's csv finds in FOLDER/0.csv … as one JSON array: rows.py FOLDER COUNT"""

import csv
import json
import sys

folder, count = sys.argv[1], int(sys.argv[2])
files = []
for index in range(count):
    with open(f"{folder}/{index}.csv", newline="", encoding="utf-8") as file:
        files.append([row for row in csv.reader(file) if row])
json.dump(files, sys.stdout)
