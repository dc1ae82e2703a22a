#!/usr/bin/env python3
"""Gives the schema of the scenario language to jsonschema, a validator that this project did not write.

    check_schema.py PATCHCORD      the program, which prints the schema and judges scenarios itself

The schema is one (draft 2020-12) and is what scenarios/scenario.schema.json says. It takes every scenario that comes along,
and refuses every bad scenario of tests/ at a place where the program complains too, apart from those in BEYOND.
Ends with 77 (skipped) where there is no jsonschema.
"""
import json
import subprocess
import sys
from pathlib import Path

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print('skipped: python3-jsonschema is not here')
    sys.exit(77)

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / 'scenarios/scenario.schema.json'

# What a schema cannot refuse, and why.
BEYOND = {
    'no JSON, so that no validator gets to see it':
        'brace-missing brace-too-many bracket-wrong colon-is-equals colon-missing comma-double comma-first comma-missing '
        'comma-trailing comment-hash comment-open empty escape-unknown number-incomplete number-infinity '
        'number-leading-zero number-nan number-plus quotes-missing-address quotes-missing-key quotes-missing-quantity '
        'quotes-missing-value quotes-open quotes-single quotes-typographic value-missing word-python yaml',
    'readers of JSON keep the last of two equal keys': 'key-twice',
    'the text of a record is not looked at': 'app-record-is-none',
    'values are not compared':
        'address-twice card-rate half-duplex-gigabit hub-rates red-bounds app-after-until app-stop-before-at cable-name-twice fault-outages-overlap knob-rto-bounds mac-twice',
    'an expression is a text whose names and types are not looked at':
        'expect-escapes expect-never expect-number expect-unknown-name fault-unknown-packet filter-number filter-syntax '
        'filter-type filter-unknown-node',
    'a name has a form, and what it refers to is not looked up':
        'app-on-a-switch app-on-unknown app-to-a-switch app-to-unknown cable-unknown-node fault-cable-position '
        'fault-crash-a-cable fault-crash-a-switch fault-unknown-cable fault-unplug-unknown',
    'what is connected is not followed':
        'app-no-cable forced-full-elsewhere app-no-route cable-port-taken cable-second-of-a-host fault-cable-elsewhere fault-which-cable',
    'addresses are not computed': 'address-broadcast address-network gateway-itself gateway-outside',
    'what an expression says is not read': 'fault-nth-twice fault-unknown-packet',
    'bad for the applications of a test, good for those of the program': 'script-call-without-time',
}


def end_of(text, mark, start):
    """Behind the next `mark`, or behind everything."""
    return text.find(mark, start) + len(mark) if mark in text[start:] else len(text)


def without_comments(text):
    """JSON from JSON with comments, `//` and `/* */`. What stands in a string stays."""
    kept, at, in_string = [], 0, False
    while at < len(text):
        if not in_string and text.startswith('//', at):
            at = end_of(text, '\n', at)
            continue
        if not in_string and text.startswith('/*', at):
            at = end_of(text, '*/', at + 2)
            continue
        escaped = in_string and text[at] == '\\'
        in_string ^= text[at] == '"'
        kept.append(text[at:at + 1 + escaped])
        at += 1 + escaped
    return ''.join(kept)


def refuse_constant(word):
    raise ValueError(f'{word} is no JSON')


def read(path):
    """The scenario in `path`, or None when it is no JSON."""
    try:
        return json.loads(without_comments(path.read_text(encoding='utf-8')), parse_constant=refuse_constant)
    except ValueError:
        return None


def places_of_program(program, paths):
    """For each path the JSON pointers where the program complains."""
    report = json.loads(subprocess.run([program, 'check', '--json', *map(str, paths)], stdout=subprocess.PIPE).stdout)
    return {Path(entry['file']): [problem['pointer'] for problem in entry['problems']] for entry in report['files']}


def pointer(error):
    return ''.join('/' + str(part).replace('~', '~0').replace('/', '~1') for part in error.absolute_path)


def is_refused(validator, path, complaints):
    """Whether an error of the schema lies at, above or below a place where the program complains."""
    scenario = read(path)
    if scenario is None:
        return False
    near = [(place, ours) for place in map(pointer, leaves(validator.iter_errors(scenario))) for ours in complaints
            if ours == place or ours.startswith(place + '/') or place.startswith(ours + '/')]
    return bool(near)


def leaves(errors):
    for error in errors:
        yield error
        yield from leaves(error.context or [])


def main():
    program = sys.argv[1]
    beyond = {name for names in BEYOND.values() for name in names.split()}
    printed = subprocess.run([program, 'schema'], check=True, stdout=subprocess.PIPE, text=True).stdout
    findings = []
    if printed != FILE.read_text(encoding='utf-8'):
        findings.append(f'{FILE.name} is stale: patchcord schema > scenarios/{FILE.name}')
    schema = json.loads(printed)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    good = [path for path in sorted((ROOT / 'scenarios').rglob('*.json')) if path != FILE]
    for path in good:
        for error in validator.iter_errors(read(path)):
            findings.append(f'{path.name} is good, but is refused at {pointer(error) or "its root"}: {error.message}')

    bad = [path for path in sorted((ROOT / 'tests').rglob('*.json'))
           if path.read_bytes().startswith(b'// expect: ')]
    complaints = places_of_program(program, bad)
    for path in bad:
        refused = is_refused(validator, path, complaints[path])
        if refused and path.stem in beyond:
            findings.append(f'{path.name} is refused: take it out of BEYOND')
        if not refused and path.stem not in beyond:
            findings.append(f'{path.name} is bad, but is taken')
    findings += [f'there is no {name}.json any more' for name in sorted(beyond) if name not in {path.stem for path in bad}]
    print('\n'.join(findings) or f'{len(good)} good ones taken, {len(bad) - len(beyond)} of {len(bad)} bad ones refused')
    return 1 if findings or not good or not bad else 0


sys.exit(main())
