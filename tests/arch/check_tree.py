#!/usr/bin/env python3
"""Checks the rules of the tree that no compiler checks. Each finding is file:line and a sentence.

    check_tree.py [--rule NAME] [--root FOLDER]

The rules are the functions named rule_* below, the tables are in layout.py, the coroutine shapes in
coroutine_rules.py. That each rule can fail is shown by check_tree_selftest.py.
"""

import argparse
import ast
import pathlib
import re
import sys
from collections import defaultdict

import coroutine_rules
import layout
from cpp_text import entities, includes, line_of, strip

FOLDERS = ['sim', 'models', 'results', 'scenarios', 'gui', 'tests']


class Tree:
    """The source files under a root: relative path -> text. headers_of() follows includes."""

    def __init__(self, root):
        self.root, self.files = root, {}
        for folder in FOLDERS:
            for path in sorted(pathlib.Path(root, folder).rglob('*')):
                if path.suffix in ('.hpp', '.cpp', '.py') and path.is_file():
                    self.files[path.relative_to(root).as_posix()] = path.read_text(encoding='utf-8')

    def cpp(self):
        return ((path, text) for path, text in self.files.items() if not path.endswith('.py'))

    def headers_of(self, path):
        """The project's headers that this file includes, directly or not."""
        seen, waiting = set(), [path]
        while waiting:
            for _, included, quoted in includes(self.files[waiting.pop()]):
                if quoted and included in self.files and included not in seen:
                    seen.add(included)
                    waiting.append(included)
        return seen


def rank(line, name):
    return next((position for position, names in enumerate(line) if name in names), None)


def to_the_right(line, own, other):
    """Whether `own` may not see `other` on this line of dependencies."""
    own_rank, other_rank = rank(line, own), rank(line, other)
    return own != other and (own_rank is None or other_rank is None or other_rank >= own_rank)


def rule_includes(tree):
    """Includes follow the line sim <- models <- results <- scenarios <- gui and the lines inside sim and models."""
    for path, text in tree.cpp():
        own = path.split('/')
        for line, included, quoted in includes(text):
            if quoted:
                yield from wrong_direction(path, own, line, included)
            else:
                yield from wrong_library(path, line, included)


def wrong_direction(path, own, line, included):
    other = included.split('/')
    if other[0] not in FOLDERS:
        yield path, line, f'"{included}" is not given from the repository\'s root'
    elif own[0] == 'tests':
        return
    elif other[0] == 'tests' or to_the_right(layout.TOP_LINE, own[0], other[0]):
        yield path, line, f'{own[0]} may not include from {other[0]} ("{included}")'
    elif own[0] == other[0] and own[0] in layout.INNER_LINES:
        if to_the_right(layout.INNER_LINES[own[0]], own[1], other[1]):
            yield path, line, f'{own[0]}/{own[1]} may not include from {other[0]}/{other[1]} ("{included}")'


def wrong_library(path, line, included):
    for pattern, allowed in layout.LIBRARIES:
        if re.match(pattern, included) and not path.startswith(('tests/', *allowed)):
            where = ' and '.join([*allowed, 'tests/'])
            yield path, line, f'<{included}> is for {where} only'


def rule_sizes(tree):
    """No file over 500 lines, no function over 60, about 15 files a folder."""
    folders = defaultdict(set)
    for path, text in tree.files.items():
        folder, name = path.rsplit('/', 1)
        folders[folder].add(name.rsplit('.', 1)[0])
        lines = text.count('\n')
        if lines > layout.MAX_FILE_LINES:
            yield path, lines, f'the file has {lines} lines, {layout.MAX_FILE_LINES} are allowed'
        for begin, end in function_lines(path, text):
            if end - begin + 1 > layout.MAX_FUNCTION_LINES:
                yield path, begin, (f'the function has {end - begin + 1} lines, '
                                    f'{layout.MAX_FUNCTION_LINES} are allowed')
    for folder, names in sorted(folders.items()):
        if len(names) > layout.MAX_FOLDER_FILES:
            yield folder, 1, f'the folder has {len(names)} files, {layout.MAX_FOLDER_FILES} are allowed'


def function_lines(path, text):
    if path.endswith('.py'):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.lineno, node.end_lineno
    else:
        code = strip(text)
        for entity in entities(code):
            if entity.kind == 'function':
                yield line_of(code, entity.start), line_of(code, entity.end)


def rule_banned(tree):
    """No wall clock, no foreign randomness, no output, no mutable globals, no order taken from unordered containers."""
    for path, text in tree.cpp():
        code = strip(text)
        for what, pattern, folders, exceptions, why in layout.BANNED:
            if path.startswith(tuple(folders)) and not path.startswith(tuple(exceptions)):
                for match in re.finditer(pattern, code):
                    yield path, line_of(code, match.start()), f'{what} (`{match.group().strip()}`): {why}'
        if path.startswith(tuple(layout.LIBRARY_FOLDERS)):
            yield from unordered_iteration(tree, path, code)
            if path not in layout.MUTABLE_GLOBALS:
                yield from mutable_globals(path, code)


UNORDERED = re.compile(r'\bunordered_(?:multi)?(?:map|set)\s*<')


def unordered_names(code):
    """The variables and members that are declared with an unordered container type, or an alias of one."""
    aliases = re.findall(r'\busing\s+(\w+)\s*=\s*(?:std::)?unordered_\w+\s*<', code)
    names = set()
    for match in re.finditer('|'.join([UNORDERED.pattern, *(rf'\b{alias}\b()' for alias in aliases)]), code):
        end, depth = match.end(), 1 if match.group().endswith('<') else 0
        while depth and end < len(code):
            depth += {'<': 1, '>': -1}.get(code[end], 0)
            end += 1
        declared = re.match(r'\s*[&*]?\s*(?:const\s+)?(\w+)\s*[;={(,)]', code[end:])
        if declared:
            names.add(declared.group(1))
    return names


def unordered_iteration(tree, path, code):
    names = unordered_names(code)
    for header in tree.headers_of(path):
        own = header.rsplit('.', 1)[0] == path.rsplit('.', 1)[0]
        names |= {name for name in unordered_names(strip(tree.files[header])) if own or not name.endswith('_')}
    if not names:
        return
    any_name = '|'.join(sorted(names))
    shapes = (rf'\bfor\s*\([^;()]*[^:;]:\s*[^:;()]*?\b({any_name})\s*\)|\b({any_name})\s*(?:\.|->)\s*c?begin\s*\('
              rf'|\bstd::(?:ranges::)?c?begin\s*\(\s*({any_name})\s*\)')
    for match in re.finditer(shapes, code):
        name = next(group for group in match.groups() if group)
        if re.match(r'(?:.*\n){0,5}?.*\bsort\s*\(', code[match.end():]):
            continue  # what was collected is sorted in the next lines
        yield path, line_of(code, match.start()), f'the order of the unordered container `{name}` is not defined'


def mutable_globals(path, code):
    constant = re.compile(r'\b(?:const|constexpr|constinit\s+const)\b')
    for match in re.finditer(r'\b(?:static|thread_local)\b(?P<declared>[^;={(]*)[;={]', code):
        if not constant.search(match.group('declared')):
            yield path, line_of(code, match.start()), 'static data that can change: give it an owner'
    no_variable = re.compile(
        r'\s*(?:(?:__extension__|inline)\s+)*(?:template|using|typedef|friend|extern|class|struct|union|enum|static'
        r'|thread_local|static_assert|namespace|concept)\b')
    for entity in entities(code):
        if entity.kind != 'declaration' or entity.in_class or no_variable.match(entity.header):
            continue
        before_value = re.split(r'[={]', entity.header)[0]
        if '(' not in before_value and 'operator' not in before_value and not constant.search(before_value):
            yield path, line_of(code, entity.start), 'a global variable that can change: give it an owner'


def rule_coroutines(tree):
    """None of the coroutine shapes that g++ 12 miscompiles."""
    for path, text in tree.cpp():
        for line, sentence in coroutine_rules.check(text):
            yield path, line, sentence


TEST_NAME = re.compile(r'\bTEST_CASE(?:_FIXTURE\([^,()]*,|_TEMPLATE\(|\()\s*"((?:[^"\\]|\\.)*)"')


def rule_names(tree):
    """No test name holds what CTest cannot pass on: ; and brackets."""
    for path, text in tree.cpp():
        for match in TEST_NAME.finditer(text):
            for letter in sorted(set(match.group(1)) & set(';[]')):
                yield path, line_of(text, match.start()), f'CTest cannot run a test with "{letter}" in its name'


def rule_crossing(tree):
    """Nodes share nothing: only the wire hands something to another node."""
    for path, text in tree.cpp():
        if path.startswith('tests/') or path == 'models/ethernet/link.cpp':
            continue
        code = strip(text)
        for match in re.finditer(r'(?:\.|->)\s*push_arrival\s*\(', code):
            yield path, line_of(code, match.start()), 'only models/ethernet/link.cpp may reach another node'


def rule_headers(tree):
    """Every header says first what it is, and is included once."""
    for path, text in tree.cpp():
        if not path.endswith('.hpp'):
            continue
        comment = 0
        for line in text.splitlines():
            if not line.startswith('//'):
                break
            comment += 1
        if comment < layout.MIN_HEADER_COMMENT:
            yield path, 1, f'the header starts with {comment} lines of comment, {layout.MIN_HEADER_COMMENT} are the least'
        if not re.search(r'^#pragma once$', text, re.MULTILINE):
            yield path, 1, 'the header has no #pragma once'


# Not a mention: a pattern (sim/*.cpp, tests/<name>, tests/NAME), a scenario file, which may be anybody's example.
MENTION = re.compile(r'(?<![\w./<-])((?:sim|models|results|scenarios|gui|tests)/[\w./-]*[\w/])(?![\w*<{])')


def rule_mentions(tree):
    """What comments and READMEs name as sim/..., models/... and so on is there."""
    for path, text in tree.cpp():
        for number, line in enumerate(text.splitlines(), 1):
            if '//' in line:
                yield from dead_mentions(tree, path, number, line[line.index('//'):])
    for readme in ['README.md', *(f'{folder}/README.md' for folder in FOLDERS)]:
        if pathlib.Path(tree.root, readme).is_file():
            lines = pathlib.Path(tree.root, readme).read_text(encoding='utf-8').splitlines()
            for number, line in enumerate(lines, 1):
                yield from dead_mentions(tree, readme, number, line)


def dead_mentions(tree, path, number, line):
    for mention in MENTION.findall(line):
        if not ('NAME' in mention or mention.endswith('.json') or
                any(pathlib.Path(tree.root, mention + end).exists() for end in ('', '.hpp', '.cpp'))):
            yield path, number, f'{mention} is not there'


RULES = {name[len('rule_'):]: rule for name, rule in list(globals().items()) if name.startswith('rule_')}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rule', choices=sorted(RULES), action='append')
    parser.add_argument('--root', default=pathlib.Path(__file__).resolve().parents[2], type=pathlib.Path)
    arguments = parser.parse_args()
    tree = Tree(arguments.root)
    if not tree.files:
        sys.exit(f'no source file under {arguments.root}')
    findings = 0
    for name in arguments.rule or RULES:
        for path, line, sentence in RULES[name](tree):
            print(f'{path}:{line}: {name}: {sentence}')
            findings += 1
    print(f'{len(tree.files)} files, {findings} findings')
    sys.exit(1 if findings else 0)


if __name__ == '__main__':
    main()
