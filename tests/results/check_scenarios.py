#!/usr/bin/env python3
"""Gives the captures of scenarios with applications to tshark, which must understand what they say to each other.

    check_scenarios.py PATCHCORD      PATCHCORD is the program of the command line

Nothing may be malformed, and what tshark reads out of the text protocols is what the scenario says.
Ends with 77 (skipped) where there is no tshark.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCENARIOS = ['mail', 'web-page', 'udp-vs-tcp', 'slow-reader', 'same-four-tuple', 'unplugged-cable', 'server-crash']
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


def main():
    if shutil.which('tshark') is None:
        print('skipped: there is no tshark')
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for scenario in SCENARIOS:
            subprocess.run([sys.argv[1], 'export', scenario, '--pcapng', str(folder / scenario)], check=True,
                           capture_output=True)
            captures = sorted((folder / scenario).glob('*.pcapng'))
            expect(f'{scenario}, has captures', len(captures) >= 2, True)
            for capture in captures:
                expect(f'{scenario}/{capture.name}, bad frames', tshark(capture, BAD, 'frame.number'), [])
        check_mail(folder)
    print('\n'.join(problems) or f'{len(SCENARIOS)} scenarios, all as they should be')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
