"""The coroutine shapes that g++ 12 miscompiles, most of them without a word, and the rules that avoid them.

GCC PR 106188: co_await in a condition. PR 99576 and its family, fixed in 13: temporaries in the full expression of a
co_await are destroyed twice. PR 100897: symmetric transfer is not a tail call below -O2 and overflows the stack.
Read next: check_tree.py.
"""

import re

from cpp_text import CLOSE, closing, lambda_bodies, line_of, statements, strip, without_head

AWAIT = re.compile(r'\bco_await\b')
COROUTINE = re.compile(r'\bco_(?:await|return|yield)\b')
CAPTURE = re.compile(r'(?:[(,={&|?:<>+]|\breturn|\bco_await)\s*\[(?!\[)')


def check(text):
    """(line, sentence) of each forbidden shape."""
    code = re.sub(r'\boperator\s+co_await\b', lambda match: 'x' * len(match.group()), strip(text))
    if not COROUTINE.search(code) and 'await_suspend' not in code:
        return
    yield from conditions(code)
    yield from full_expressions(code)
    yield from lambdas(code)
    yield from transfers(code)


def conditions(code):
    for match in re.finditer(r'\b(if|while|switch|for)\s*(?:constexpr\s*)?\(', code):
        inside = code[match.end():closing(code, match.end() - 1)]
        if AWAIT.search(inside):
            yield line_of(code, match.start()), (
                f'co_await in the head of `{match.group(1)}`: give its result a name first (GCC PR 106188)')


def full_expressions(code):
    for start, statement in statements(code):
        statement = without_head(statement)
        awaited = AWAIT.search(statement)
        if awaited is None:
            continue
        line = line_of(code, start + awaited.start())
        if '?' in statement:
            yield line, 'co_await and ?: in one expression: write an if (GCC PR 99576)'
        if CAPTURE.search(statement):
            yield line, 'a lambda in the expression of a co_await: give it a name first (GCC PR 99576)'
        elif '{' in statement:
            yield line, 'a braced temporary in the expression of a co_await: give it a name first (GCC PR 99576)'


def lambdas(code):
    for start, end in lambda_bodies(code):
        body = code[start:end]
        if COROUTINE.search(body):
            yield line_of(code, start), 'a lambda that is a coroutine: make it a free function with parameters by value'


def transfers(code):
    for match in re.finditer(r'\bawait_suspend\s*\(', code):
        before = code[:match.start()].rstrip()
        before = before[max(before.rfind(mark) for mark in ';{}') + 1:]
        after = code[closing(code, match.end() - 1):].lstrip(CLOSE).lstrip()
        declared = re.search(r'\b(?:auto|coroutine_handle\s*<[^;]*>)\s*(?:\w+\s*::\s*)*$', before)
        if declared or re.match(r'(?:const\s*|noexcept\s*)*->\s*(?!void\b|bool\b)', after):
            yield line_of(code, match.start()), (
                'await_suspend hands over to another coroutine: return void or bool, and let the scheduler resume it '
                '(GCC PR 100897)')
