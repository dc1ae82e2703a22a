"""Reads C++ well enough for the tree rules: text without comments and literals, includes, functions.

This is no parser. It works on this project's own, clang-formatted style; check_tree_selftest.py holds the samples.
Read next: check_tree.py.
"""

import re

LITERAL = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.MULTILINE)
LAMBDA = re.compile(
    r'\[[^\[\]]*\]\s*(<[^()]*>\s*)?(\((?:[^()]|\([^()]*\))*\)\s*)?((mutable|noexcept|constexpr)\s*)*'
    r'(->\s*[\w:<>,&*\s]+)?$')
OPEN, CLOSE = '([{', ')]}'


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def strip(text):
    """The text with comments and literals blanked; every character keeps its place."""
    return LITERAL.sub(blank, text)


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def includes(text):
    """(line, path, quoted) of every #include that is not inside a comment."""
    without_comments = re.sub(r'//[^\n]*|/\*.*?\*/', blank, text, flags=re.DOTALL)
    for match in INCLUDE.finditer(without_comments):
        yield line_of(text, match.start(2)), match.group(2), match.group(1) == '"'


def closing(code, start):
    """The position of the bracket that closes the one at start, or the end of the text."""
    depth = 0
    for position in range(start, len(code)):
        if code[position] in OPEN:
            depth += 1
        elif code[position] in CLOSE:
            depth -= 1
            if depth == 0:
                return position
    return len(code) - 1


def opens_scope(header):
    """Whether a brace after this text opens a namespace, a class or an extern "C" block: a place for declarations."""
    if re.match(r'\s*(inline\s+)?namespace\b|\s*extern\s*$', header):
        return True
    return re.search(r'\b(class|struct|union)\b', header) is not None and '(' not in header and '=' not in header


def is_function(header):
    """Whether a brace after this text opens a function's body (or a braced member initialiser before it)."""
    return ')' in header and header.rstrip()[-1] not in '=,(' and not re.match(r'\s*enum\b', header)


class Entity:
    """A function with its body, or a declaration, found outside functions. start and end are positions in the code."""

    def __init__(self, kind, start, end, header, in_class):
        self.kind, self.start, self.end, self.header, self.in_class = kind, start, end, header, in_class


def entities(code):
    """Functions and declarations at namespace and class level, in order. Preprocessor lines count as blank."""
    code = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', blank, code, flags=re.MULTILINE)
    code = re.sub(r'\b(public|private|protected|signals|public slots)\s*:(?!:)', blank, code)
    scopes, start, position = [], 0, 0
    while position < len(code):
        character = code[position]
        if character in '([':
            position = closing(code, position)
        elif character == ';':
            yield from declaration(code, start, position, scopes)
            start = position + 1
        elif character == '}':
            if scopes:
                scopes.pop()
            start = position + 1
        elif character == '{':
            header = code[start:position]
            if opens_scope(header):
                scopes.append(re.match(r'\s*(inline\s+)?namespace\b|\s*extern\b', header) is None)
                start = position + 1
            else:
                position = end_of_braces(code, position)
                if is_function(header):
                    begin = start + len(header) - len(header.lstrip())
                    yield Entity('function', begin, position, header, bool(scopes) and scopes[-1])
                    start = position + 1
        position += 1


def declaration(code, start, end, scopes):
    header = code[start:end]
    if header.strip():
        begin = start + len(header) - len(header.lstrip())
        yield Entity('declaration', begin, end, header, bool(scopes) and scopes[-1])


def end_of_braces(code, position):
    """The end of a braced part; braced member initialisers (`: a_{1}, b_{2} {`) are skipped up to the body's end."""
    while True:
        position = closing(code, position)
        after = re.compile(r'\s*(,[^;{}]*)?\{').match(code, position + 1)
        if after is None:
            return position
        position = after.end() - 1


def statements(code):
    """(position, text) of the full expressions: cut at ; and at the braces of blocks, but not inside brackets.

    The braces of an aggregate (`T{1}`) belong to their expression; those of a block, whatever precedes it, do not.
    """
    start, position = 0, 0
    while position < len(code):
        character = code[position]
        if character in '([':
            position = closing(code, position)
        elif character == '{' and is_aggregate(code[start:position]):
            position = closing(code, position)
        elif character in ';{}':
            yield start, code[start:position]
            start = position + 1
        position += 1
    yield start, code[start:]


def without_head(statement):
    """The statement with the heads of if, while, for and switch blanked that it starts with."""
    while head := re.match(r'\s*(?:else\s+)?(?:if|while|for|switch)\s*(?:constexpr\s*)?\(', statement):
        end = closing(statement, head.end() - 1) + 1
        statement = ' ' * end + statement[end:]
    return statement


def is_aggregate(before):
    """Whether a brace after this beginning of a statement opens an aggregate rather than a block."""
    before = without_head(before)
    if re.search(r'\b(class|struct|union|enum|namespace)\b', before):
        return False
    if 'co_await' in before:
        return True
    while re.search(r'\([^()]*\)', before):
        before = re.sub(r'\([^()]*\)', ' . ', before)
    in_expression = re.search(r'(?<![=!<>])=(?!=)|\b(co_)?return\b', before) is not None
    return in_expression and re.search(r'[\w>=]\s*$', before) is not None


def lambda_bodies(code):
    """(start, end) of the braces of every lambda."""
    for match in re.finditer(r'\{', code):
        before = code[max(0, match.start() - 400):match.start()].rstrip()
        capture = LAMBDA.search(before)
        if capture is not None and not re.search(r'[\w\])]\s*$', before[:capture.start()]):
            yield match.start(), closing(code, match.start())
