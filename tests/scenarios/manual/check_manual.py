#!/usr/bin/env python3
"""Gives completions and man page to those who read them.

    check_manual.py bash|zsh|fish|groff PATCHCORD

bash is asked for completions; zsh and fish look at the syntax of theirs; groff renders the man page without a warning.
Ends with 77 (skipped) where that reader is not installed.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# (what stands on the command line, what must be among the completions, what must not)
BASH_CASES = [
    (['desc'], {'describe'}, {'run'}),
    (['run', 'lost'], {'lost-segment'}, {'ping'}),
    (['run', 'my'], {'my-network.json'}, {'mystery.txt'}),
    (['run', 'ping', '--wall'], {'--wall-limit'}, {'--rows'}),
    (['ladder', 'ping', '--ro'], {'--rows'}, set()),
    (['run', '--lang', ''], {'en', 'ko'}, {'ping'}),
    (['run', '--color', 'a'], {'auto', 'always'}, {'never'}),
    (['completion', ''], {'bash', 'zsh', 'fish'}, {'ping'}),
]


def printed(program, *arguments):
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def completions(script, program, words, folder):
    """What bash offers for the last of `words`."""
    commands = (f'source {script}; COMP_WORDS=("$0" "$@"); COMP_CWORD=$#; _patchcord; '
                'printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(['bash', '-c', commands, program, *words], cwd=folder, stdout=subprocess.PIPE, text=True)
    return set(done.stdout.split())


def check_bash(program, folder):
    script = folder / 'patchcord.bash'
    script.write_text(printed(program, 'completion', 'bash'))
    for name in ('my-network.json', 'mystery.txt'):
        (folder / name).touch()
    findings = []
    for words, wanted, unwanted in BASH_CASES:
        found = completions(script, program, words, folder)
        if not wanted <= found or unwanted & found:
            findings.append(f'{" ".join(words)}: {sorted(found)}')
    return findings


def check_syntax(shell, program, folder):
    script = folder / 'script'
    script.write_text(printed(program, 'completion', shell))
    done = subprocess.run([shell, '-n', script], stderr=subprocess.PIPE, text=True)
    return [done.stderr] if done.returncode != 0 else []


def check_man(program, folder):
    page = folder / 'patchcord.1'
    page.write_text(printed(program, 'man'))
    done = subprocess.run(['groff', '-man', '-Tutf8', '-ww', page], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=dict(os.environ, GROFF_NO_SGR='1'))
    findings = done.stderr.splitlines()
    return findings + [f'{word} is missing' for word in ('EXIT STATUS', 'wall-limit', 'min_rto') if word not in plain(done.stdout)]


def plain(text):
    """Without the overprinting that stands for bold."""
    kept = []
    for letter in text:
        if letter == '\b':
            kept.pop()
        else:
            kept.append(letter)
    return ''.join(kept)


def main():
    reader, program = sys.argv[1:3]
    if shutil.which(reader) is None:
        print(f'skipped: {reader} is not here')
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if reader == 'bash':
            findings = check_bash(program, folder)
        elif reader == 'groff':
            findings = check_man(program, folder)
        else:
            findings = check_syntax(reader, program, folder)
    print('\n'.join(findings))
    return 1 if findings else 0


sys.exit(main())
