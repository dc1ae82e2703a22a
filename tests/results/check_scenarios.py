#!/usr/bin/env python3
"""Gives the captures of scenarios with applications to tshark, which must understand what they say to each other.

    check_scenarios.py PATCHCORD FOLDER     the program of the command line, and the folder with the scenarios

Nothing may be malformed in any of them, and what tshark reads out of the protocols is what the scenario says.
Ends with 77 (skipped) where there is no tshark.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BAD = '_ws.malformed||_ws.expert.severity==error'
MAIL = [['220', ''], ['', 'EHLO'], ['250', ''], ['', 'MAIL'], ['250', ''], ['', 'RCPT'], ['250', ''], ['', 'RCPT'], ['550', ''],
        ['', 'DATA'], ['354', ''], ['250', ''], ['', 'QUIT'], ['221', '']]
problems = []


def tshark(path, show_only, *fields):
    """The fields of the frames that the filter lets through, a list for each frame."""
    command = ['tshark', '-r', str(path), '-T', 'fields', '-E', 'occurrence=f', '-Y', show_only]
    for field in fields:
        command += ['-e', field]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split('\t') for line in lines]


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f'{what}: {found} instead of {wanted}')


def check_mail(folder):
    capture = folder / 'mail' / 'client-eth0.pcapng'
    dialogue = tshark(capture, 'smtp.req.command||smtp.response.code', 'smtp.response.code', 'smtp.req.command')
    expect('the dialogue of the mail', dialogue, MAIL)
    fields = tshark(capture, 'imf', 'imf.from', 'imf.to', 'imf.subject', 'imf.date')
    expect('the fields of the mail', fields,
           [['alice@client.example.com', 'bob@example.com, dave@example.com', 'Dots', 'Thu, 01 Jan 1970 00:00:00 +0000']])


def check_pages(folder, scenarios):
    """What tshark puts together from the segments is the text of the pages, however it was sent."""
    pages = {}
    for app in json.loads((scenarios / 'web-page.json').read_text())['apps']:
        for path, text in app.get('pages', {}).items():
            pages[path] = text.encode()
    for way in ['keep_alive', 'close', 'chunked']:
        objects = folder / 'objects' / way
        capture = folder / f'web-page-{way}'
        change = {'keep_alive': [], 'close': ['--set', 'apps.1.keep_alive=false'], 'chunked': ['--set', 'apps.0.chunked=true']}
        export(capture, 'web-page', *change[way])
        subprocess.run(['tshark', '-r', str(capture / 'client-eth0.pcapng'), '--export-objects', f'http,{objects}'],
                       check=True, capture_output=True)
        found = sorted(file.read_bytes() for file in objects.iterdir())
        expect(f'the pages, {way}', found, sorted(pages.values()))


def check_names(folder):
    capture = folder / 'dns-query' / 'client-eth0.pcapng'
    answers = tshark(capture, 'dns.flags.response==1 && dns.a', 'dns.qry.name', 'dns.a')
    expect('the names', sorted({tuple(answer) for answer in answers}),
           [('shop.example', '10.0.0.2'), ('www.example', '10.0.0.2')])
    nowhere = tshark(capture, 'dns.flags.rcode==3', 'dns.qry.name')
    expect('the name that is not there', nowhere, [['nowhere.example']])


def export(folder, scenario, *options):
    done = subprocess.run([sys.argv[1], 'export', scenario, '--pcapng', str(folder), *options], capture_output=True)
    expected = 6 if '"max-events"' in (Path(sys.argv[2]) / f'{scenario}.json').read_text() else 0
    expect(f'{scenario}, exit status of export', done.returncode, expected)


def main():
    if shutil.which('tshark') is None:
        print('skipped: there is no tshark')
        return 77
    scenarios = Path(sys.argv[2])
    names = sorted(file.stem for file in scenarios.glob('*.json') if file.name != 'scenario.schema.json')
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for scenario in names:
            export(folder / scenario, scenario)
            captures = sorted((folder / scenario).glob('*.pcapng'))
            expect(f'{scenario}, has captures', len(captures) >= 2, True)
            for capture in captures:
                expect(f'{scenario}/{capture.name}, bad frames', tshark(capture, BAD, 'frame.number'), [])
        check_mail(folder)
        check_pages(folder, scenarios)
        check_names(folder)
    print('\n'.join(problems) or f'{len(names)} scenarios, all as they should be')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
