#!/usr/bin/env python3
"""Every seeded fault must turn packet scripts red: those that caught.txt names.

    check_faults.py PATCHCORD WITH_FAULTS [--update]      the two programs; --update writes caught.txt

caught.txt has a line for each fault: how many runs of scripts fail with it that pass without, and the first three of them. With
no fault chosen the second program must say of every script what the first one says.
"""
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from seed_faults import read_faults

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parent
NAMED = 3
LONGEST = 300  # seconds that all scripts may take together; a fault must not hang


def run_scripts(program, fault):
    """The verdict of every run of a script, by its name; and all that was printed."""
    environment = {name: value for name, value in os.environ.items() if name != 'PATCHCORD_FAULT'}
    if fault:
        environment['PATCHCORD_FAULT'] = fault
    try:
        run = subprocess.run([program, 'drill', '--tap', '.'], cwd=SCRIPTS, env=environment, capture_output=True,
                             text=True, errors='replace', timeout=LONGEST)
    except subprocess.TimeoutExpired:
        sys.exit(f'{fault or "no fault"}: the scripts did not end within {LONGEST} s')
    results = re.findall(r'^(ok|not ok) \d+ - \.?/?(.*?)( # .*)?$', run.stdout, re.M)
    if run.returncode not in (0, 1, 77):
        sys.exit(f'{fault or "no fault"}: exit status {run.returncode}\n{run.stderr[-2000:]}')
    return {name: verdict == 'ok' and not skipped for verdict, name, skipped in results}, run.stdout


def caught_by(program, fault, healthy):
    with_fault, _ = run_scripts(program, fault)
    if with_fault.keys() != healthy.keys():
        sys.exit(f'{fault}: {len(with_fault)} runs of scripts, without it {len(healthy)}')
    return sorted(name for name, passes in healthy.items() if passes and not with_fault[name])


def line_of(fault, scripts):
    more = ', ...' if len(scripts) > NAMED else ''
    return f'{fault}: {len(scripts)}: {", ".join(scripts[:NAMED])}{more}'


def main():
    patchcord, with_faults = (Path(name).resolve() for name in sys.argv[1:3])
    healthy, printed = run_scripts(patchcord, None)
    if run_scripts(with_faults, None)[1] != printed:
        sys.exit(f'{with_faults} without a fault does not print what {patchcord} prints: drill --tap {SCRIPTS}')
    faults = [fault.name for fault in read_faults(HERE / 'faults.txt')]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(faults, pool.map(lambda fault: caught_by(with_faults, fault, healthy), faults)))
    missed = [fault for fault, scripts in found.items() if not scripts]
    lines = [line_of(*item) for item in found.items()]
    heading = '# Which fault is caught by how many runs of scripts, and the first of them. Written by check_faults.py --update.\n'
    text = heading + '\n'.join(lines) + '\n'
    caught = HERE / 'caught.txt'
    if '--update' in sys.argv[3:]:
        caught.write_text(text)
    kept = caught.read_text().splitlines() if caught.exists() else []
    wrong = [f'now "{line}"' for line in lines if line not in kept]
    wrong += [f'before "{line}"' for line in kept if line not in text.splitlines()]
    for problem in [f'{fault} is caught by no script' for fault in missed] + [f'caught.txt: {line}' for line in wrong]:
        print(problem)
    print(f'{len(faults)} faults, {len(faults) - len(missed)} of them caught, {len(wrong)} lines of caught.txt out of date')
    return 1 if missed or wrong else 0


sys.exit(main())
