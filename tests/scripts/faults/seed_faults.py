#!/usr/bin/env python3
"""Makes the copy of a source that holds the seeded faults, each asleep until it is chosen.

    seed_faults.py FAULTS --sources            the sources that faults.txt names, one a line
    seed_faults.py FAULTS --names OUT          a source with the names of the faults: fault_names() of seeded.hpp
    seed_faults.py FAULTS SOURCE COPY          COPY becomes SOURCE with its faults

An original text that ends with a semicolon is statements, any other an expression. White space may be another than in the
source. It stops when a text is not found exactly once.
"""
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SEEDED = '::patchcord::tests::is_seeded'
HEADER = 'tests/scripts/faults/seeded.hpp'


@dataclass
class Fault:
    name: str
    sentence: str
    source: str
    text: dict = field(default_factory=dict)  # 'before', 'original', 'broken', 'after': each one string

    def pattern(self):
        before, original, after = (r'\s+'.join(map(re.escape, self.text[part].split()))
                                   for part in ('before', 'original', 'after'))
        return re.compile(rf'{before}\s*(?P<original>{original})\s*{after}')

    def seeded(self, original):
        broken, chosen = self.text['broken'], f'{SEEDED}("{self.name}")'
        if original.endswith(';'):
            return f'{{ if ({chosen}) {{ {broken} }} else {{ {original} }} }}'
        return f'({chosen} ? ({broken}) : ({original}))'


def parse_fault(block):
    name, _, sentence = block[0].partition(': ')
    fault = Fault(name, sentence, block[1])
    lines = {'before': [], 'original': [], 'broken': [], 'after': []}
    for line in block[2:]:
        part = {'-': 'original', '+': 'broken', ' ': 'after' if lines['broken'] else 'before'}[line[0]]
        lines[part].append(line[1:].strip())
    fault.text = {part: ' '.join(found) for part, found in lines.items()}
    return fault


def read_faults(path):
    text = re.sub(r'^#.*\n', '', Path(path).read_text(), flags=re.M)
    faults = [parse_fault(block.splitlines()) for block in re.split(r'\n\n+', text.strip('\n'))]
    names = [fault.name for fault in faults]
    if len(set(names)) != len(names):
        sys.exit(f'{path}: two faults have the same name')
    return faults


def seed(faults, source):
    text = (ROOT / source).read_text()
    places = []
    for fault in faults:
        found = list(fault.pattern().finditer(text))
        if len(found) != 1:
            sys.exit(f'fault {fault.name}: its original text is {len(found)} times in {source}, not once: '
                     f'{fault.text["original"]}')
        places.append((*found[0].span('original'), fault))
    places.sort(key=lambda place: place[0])
    copy, at = '', 0
    for begin, end, fault in places:
        if begin < at:
            sys.exit(f'fault {fault.name}: its text in {source} is also that of another fault')
        copy += text[at:begin] + fault.seeded(text[begin:end])
        at = end
    return f'#include "{HEADER}"\n#line 1 "{source}"\n{copy}{text[at:]}'


def main():
    faults = read_faults(sys.argv[1])
    if sys.argv[2] == '--sources':
        print(*sorted({fault.source for fault in faults}), sep='\n')
    elif sys.argv[2] == '--names':
        names = ', '.join(f'"{fault.name}"' for fault in faults)
        Path(sys.argv[3]).write_text(
            f'#include "{HEADER}"\n\n'
            'std::span<const std::string_view> patchcord::tests::fault_names() {\n'
            f'    static constexpr std::string_view kNames[] = {{{names}}};\n    return kNames;\n}}\n')
    else:
        source, copy = sys.argv[2], Path(sys.argv[3])
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(seed([fault for fault in faults if fault.source == source], source))


if __name__ == '__main__':
    main()
