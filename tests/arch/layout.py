"""The tables of the tree rules: which folder may see which, which library lives where, what may not be called.

Change a line here only together with the architecture that it states.
Read next: check_tree.py.
"""

# A file includes from its own folder and from folders to its left. tests/ sees everything, nobody sees tests/.
TOP_LINE = [['sim'], ['models'], ['results'], ['scenarios'], ['gui']]
INNER_LINES = {
    'sim': [['core'], ['event'], ['coro'], ['parallel']],
    # udp and tcp do not see each other.
    'models': [['wire'], ['trace'], ['ethernet'], ['ip'], ['udp', 'tcp'], ['host'], ['network'], ['apps']],
}

# (include, the folders or files that may, beside tests/)
LIBRARIES = [
    (r'boost/', ['models/network/']),
    (r'nlohmann/', ['results/', 'scenarios/load/']),
    (r'CLI/', ['scenarios/cli/options.cpp', 'scenarios/cli/program.cpp', 'scenarios/cli/manual/option_tree.cpp', 'gui/main.cpp']),
    (r'Q[A-Z]|Qt', ['gui/widgets/', 'gui/main.cpp']),
    (r'sqlite3\.h', ['results/store/', 'results/export/']),
    (r'Random123/', ['sim/']),
    (r'mpi\.h', ['sim/parallel/']),
    (r'doctest/', []),
]

LIBRARY_FOLDERS = ['sim/', 'models/', 'results/', 'scenarios/']

# (what, pattern, the folders where it is banned, the exceptions, why)
BANNED = [
    ('the wall clock',
     r'\b(?:system|steady|high_resolution|utc|tai|gps)_clock\b'
     r'|\b(?:gettimeofday|clock_gettime|timespec_get|localtime(?:_r)?|gmtime(?:_r)?)\s*\('
     r'|(?<![\w.>:])(?:::|std::)?time\s*\(\s*(?:nullptr|NULL|0|&\w+)\s*\)|\bstd::clock\s*\(',
     LIBRARY_FOLDERS + ['tests/'], ['scenarios/cli/', 'scenarios/execute/wall_clock.', 'tests/bench/'],
     'time is asked of a node, so that a run depends on nothing but its scenario'),
    ('randomness from outside',
     r'(?<![\w.>])(?:::|std::)?(?:s?rand|rand_r|drand48)\s*\('
     r'|\b(?:random_device|mt19937(?:_64)?|minstd_rand0?|default_random_engine|knuth_b|ranlux\w+)\b'
     r'|\bstd::(?:ranges::)?(?:shuffle|sample)\b'
     r'|\bstd::(?:uniform_(?:int|real)|normal|lognormal|exponential|bernoulli|binomial|geometric|poisson|gamma|weibull'
     r'|discrete)_distribution\b',
     LIBRARY_FOLDERS, [],
     'sim/core has the only random streams, which are the same with every compiler'),
    ('writing to standard output',
     r'\bstd::cout\b|(?<![\w.>])(?:::|std::)?(?:printf|puts|putchar)\s*\(|\bfmt::print\s*\(\s*(?!stderr\b|\w*file\b|out\b)',
     LIBRARY_FOLDERS, ['scenarios/cli/'],
     'standard output is the result, and scenarios/cli alone writes it'),
]

# The files that may hold data which is static or global and can change.
MUTABLE_GLOBALS = [
    'sim/core/check.hpp',  # what the thread is executing, for the message of an abort; nothing else reads it
]

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
MAX_FOLDER_FILES = 18  # about 15; a header and its .cpp count as one
MIN_HEADER_COMMENT = 3
