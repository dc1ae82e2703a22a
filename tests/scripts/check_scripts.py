#!/usr/bin/env python3
"""Runs our packet scripts, each under the profiles that it names.

    check_scripts.py PATCHCORD FOLDER     the program of the command line, and the folder with the scripts

Every script must pass, but for those in FOLDER/differences.txt: a name as drill prints it, then why our stack does not do
that yet. One of those that passes is a fault as well: its line is out of date.
"""
import re
import subprocess
import sys
from pathlib import Path


def main():
    patchcord, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    known = {}
    for line in (folder / 'differences.txt').read_text().splitlines():
        if line and not line.startswith('#'):
            name, _, why = line.partition(': ')
            known[name] = why
    run = subprocess.run([patchcord, 'drill', '--tap', '.'], cwd=folder, capture_output=True, text=True)
    results = re.findall(r'^(ok|not ok) \d+ - \.?/?(.*?)( # .*)?$', run.stdout, re.M)
    if not results:
        print(run.stdout[-2000:], run.stderr[-2000:])
        return 1
    problems = []
    for verdict, name, skipped in results:
        verdict = 'not ok' if skipped else verdict  # what is not supported is a difference, too
        if verdict == 'ok' and name in known:
            problems.append(f'{name} passes: take it out of differences.txt')
        elif verdict == 'not ok' and name not in known:
            problems.append(f'{name} fails: patchcord drill {folder / name.split(" (")[0]}')
    problems += [f'differences.txt names {name}, which does not exist' for name in known.keys() - {r[1] for r in results}]
    print(*problems, sep='\n')
    print(f'{len(results)} runs of scripts, {len(known)} known differences, {len(problems)} problems')
    return 1 if problems else 0


sys.exit(main())
