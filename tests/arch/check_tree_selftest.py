#!/usr/bin/env python3
"""Shows that each rule of check_tree.py can fail, and that it lets good code pass.

A sample is a small tree, path -> text. BAD names the lines that the rule must report, as (path, line); GOOD must
give no finding. Lines count from 1.
"""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import check_tree  # noqa: E402
import layout  # noqa: E402


def lines(*text):
    return '\n'.join(text) + '\n'


def function_of(length):
    return ['void long_one(int a) {'] + ['    ++a;'] * (length - 2) + ['}']


BAD = [
    ('includes', {'sim/core/a.hpp': lines('#include <vector>', '#include "models/wire/b.hpp"')}, [('sim/core/a.hpp', 2)]),
    ('includes', {'results/a.cpp': lines('#include "scenarios/cli/b.hpp"')}, [('results/a.cpp', 1)]),
    ('includes', {'scenarios/a.cpp': lines('  #  include "tests/support/b.hpp"')}, [('scenarios/a.cpp', 1)]),
    ('includes', {'models/wire/a.cpp': lines('#include "models/trace/b.hpp"')}, [('models/wire/a.cpp', 1)]),
    ('includes', {'models/udp/a.cpp': lines('#include "models/tcp/b.hpp"')}, [('models/udp/a.cpp', 1)]),
    ('includes', {'models/tcp/a.cpp': lines('#include "models/udp/b.hpp"')}, [('models/tcp/a.cpp', 1)]),
    ('includes', {'models/tcp/cc/a.cpp': lines('#include "models/host/b.hpp"')}, [('models/tcp/cc/a.cpp', 1)]),
    ('includes', {'models/new/a.cpp': lines('#include "models/wire/b.hpp"')}, [('models/new/a.cpp', 1)]),
    ('includes', {'sim/event/a.cpp': lines('#include "sim/coro/b.hpp"')}, [('sim/event/a.cpp', 1)]),
    ('includes', {'sim/core/a.cpp': lines('#include "b.hpp"')}, [('sim/core/a.cpp', 1)]),
    ('includes', {'models/host/a.cpp': lines('#include <boost/graph/adjacency_list.hpp>')}, [('models/host/a.cpp', 1)]),
    ('includes', {'scenarios/cli/a.cpp': lines('#include <nlohmann/json.hpp>')}, [('scenarios/cli/a.cpp', 1)]),
    ('includes', {'scenarios/load/a.cpp': lines('#include <CLI/CLI.hpp>')}, [('scenarios/load/a.cpp', 1)]),
    ('includes', {'gui/viewmodel/a.cpp': lines('#include <QString>')}, [('gui/viewmodel/a.cpp', 1)]),
    ('includes', {'results/query/a.cpp': lines('#include <sqlite3.h>')}, [('results/query/a.cpp', 1)]),
    ('includes', {'sim/core/a.cpp': lines('#include <doctest/doctest.h>')}, [('sim/core/a.cpp', 1)]),

    ('sizes', {'sim/core/a.cpp': '//\n' * 501}, [('sim/core/a.cpp', 501)]),
    ('sizes', {'tests/arch/a.py': '#\n' * 501}, [('tests/arch/a.py', 501)]),
    ('sizes', {'sim/core/a.cpp': lines('', *function_of(61))}, [('sim/core/a.cpp', 2)]),
    ('sizes', {'sim/a.cpp': lines('namespace x {', 'class A : public B {', '  public:', *function_of(61), '};', '}')},
     [('sim/a.cpp', 4)]),
    ('sizes', {'sim/a.cpp': lines('A::A(int a)', '    : a_{a},', '      b_(2) {', *['    f();'] * 57, '}')},
     [('sim/a.cpp', 1)]),
    ('sizes', {'sim/a.cpp': lines('// before', '#include <x>', 'Task<> f() {', *["    g('{', \"{\");"] * 60, '}')},
     [('sim/a.cpp', 3)]),
    ('sizes', {'tests/a_test.cpp': lines('TEST_CASE("x") {', *['    CHECK(f({1}));'] * 60, '}')}, [('tests/a_test.cpp', 1)]),
    ('sizes', {'tests/a.py': lines('def f():', *['    g()'] * 60)}, [('tests/a.py', 1)]),
    ('sizes', {f'sim/core/f{i}.hpp': '//\n' for i in range(layout.MAX_FOLDER_FILES + 1)}, [('sim/core', 1)]),

    ('banned', {'sim/a.cpp': lines('const auto t = std::chrono::steady_clock::now();', 'void f(system_clock::time_point);')},
     [('sim/a.cpp', 1), ('sim/a.cpp', 2)]),
    ('banned', {'models/ip/a.cpp': lines('void f() {', '    const auto t = time(nullptr);', '    gettimeofday(&x, y);', '}')},
     [('models/ip/a.cpp', 2), ('models/ip/a.cpp', 3)]),
    ('banned', {'tests/sim/a.cpp': lines('const auto t = std::chrono::high_resolution_clock::now();')}, [('tests/sim/a.cpp', 1)]),
    ('banned', {'scenarios/execute/a.cpp': lines('void f() { clock_gettime(CLOCK_MONOTONIC, &t); }')},
     [('scenarios/execute/a.cpp', 1)]),
    ('banned', {'results/a.cpp': lines('void f() {', '    const int a = rand();', '    srand(1);', '}')},
     [('results/a.cpp', 2), ('results/a.cpp', 3)]),
    ('banned', {'scenarios/load/a.cpp': lines('void f(std::mt19937& g) {', '    std::random_device d;',
                                              '    std::shuffle(a, b, g);',
                                              '    std::uniform_int_distribution<int> u;', '}')},
     [('scenarios/load/a.cpp', line) for line in (1, 2, 3, 4)]),
    ('banned', {'results/a.cpp': lines('void f() {', '    std::cout << 1;', '    printf("x");', '    fmt::print("x");', '}')},
     [('results/a.cpp', line) for line in (2, 3, 4)]),
    ('banned', {'models/a.cpp': lines('void f() {', '    std::unordered_map<int, std::vector<int>> seen;',
                                      '    for (const auto& [a, b] : seen) g(a);', '    h(seen.begin());', '}')},
     [('models/a.cpp', 3), ('models/a.cpp', 4)]),
    ('banned', {'models/a.hpp': lines('using Table = std::unordered_set<int>;', 'struct A {', '    Table table_;', '};'),
                'models/a.cpp': lines('#include "models/a.hpp"', 'void A::f() {', '    for (int x : table_) g(x);', '}')},
     [('models/a.cpp', 3)]),
    ('banned', {'sim/a.cpp': lines('int f() {', '    static int calls = 0;', '    return ++calls;', '}')}, [('sim/a.cpp', 2)]),
    ('banned', {'sim/a.cpp': lines('namespace x {', 'std::vector<int> table;', 'int counter{0};', '}')},
     [('sim/a.cpp', 2), ('sim/a.cpp', 3)]),
    ('banned', {'sim/a.hpp': lines('inline thread_local Pool pool;', 'inline int n = 1;')}, [('sim/a.hpp', 1), ('sim/a.hpp', 2)]),
    ('banned', {'sim/a.hpp': lines('class A {', '    static int count_;', '};')}, [('sim/a.hpp', 2)]),

    ('coroutines', {'models/a.cpp': lines('Task<> f(S s) {', '    if (co_await s.connect(a)) g();',
                                          '    while (!co_await s.done()) g();', '    do {', '        g();',
                                          '    } while (co_await s.more());', '    switch (co_await s.read(b)) {}',
                                          '    for (int i = co_await s.x(); i < 3; ++i) g();', '}')},
     [('models/a.cpp', line) for line in (2, 3, 6, 7, 8)]),
    ('coroutines', {'models/a.cpp': lines('Task<> f(S s) {', '    const int a = b ? co_await s.x() : 0;',
                                          '    co_await (b ? s.x() : s.y());', '}')},
     [('models/a.cpp', 2), ('models/a.cpp', 3)]),
    ('coroutines', {'models/a.cpp': lines('Task<> f(S s) {', '    const auto r = co_await s.connect({1, 2});',
                                          '    co_await s.connect(Endpoint{a, 1});', '    g(T{1}, co_await s.x());',
                                          '    const auto p = Pair{co_await s.x(), 2};', '    co_await Sleep{t};',
                                          '    if (f({1})) co_await s.send(T{1});', '    else if (a) co_await T{1};',
                                          '    if (a) {', '        co_await g({});', '    }', '}')},
     [('models/a.cpp', line) for line in (2, 3, 4, 5, 6, 7, 8, 10)]),
    ('coroutines', {'models/a.cpp': lines('Task<> f(S s) {', '    co_await s.until([&] { return done; });',
                                          '    co_await until(a, [x](int y) { return y < x; });', '}')},
     [('models/a.cpp', 2), ('models/a.cpp', 3)]),
    ('coroutines', {'tests/a.cpp': lines('void f() {', '    auto a = [x]() -> Task<> { co_await g(x); };',
                                         '    run([](S s) -> Task<int> {', '        if (a) {', '            co_return 1;',
                                         '        }', '    });', '}')}, [('tests/a.cpp', 2), ('tests/a.cpp', 3)]),
    ('coroutines', {'sim/a.hpp': lines('struct A {', '    std::coroutine_handle<> await_suspend(std::coroutine_handle<> h);',
                                       '    auto await_suspend(std::coroutine_handle<P> h) noexcept { return h; }',
                                       '    auto await_suspend(H h) noexcept -> std::coroutine_handle<> { return h; }', '};')},
     [('sim/a.hpp', 2), ('sim/a.hpp', 3), ('sim/a.hpp', 4)]),

    ('names', {'tests/a.cpp': lines('TEST_CASE("one; two") {', '}', 'TEST_CASE_FIXTURE(A, "a]") {', '}')},
     [('tests/a.cpp', 1), ('tests/a.cpp', 3)]),

    ('crossing', {'models/ethernet/hub.cpp': lines('void f() {', '    port.push_arrival(key, signal);',
                                                   '    port->push_arrival(key, signal);', '}')},
     [('models/ethernet/hub.cpp', 2), ('models/ethernet/hub.cpp', 3)]),

    ('headers', {'sim/a.hpp': lines('// One.', '// Two.', '#pragma once')}, [('sim/a.hpp', 1)]),
    ('headers', {'sim/a.hpp': lines('// One.', '// Two.', '// Three.', 'int f();')}, [('sim/a.hpp', 1)]),

    ('mentions', {'sim/a.cpp': lines('int a;', 'int b;  // Read next: sim/gone.hpp.'), 'sim/README.md': '`models/gone/`\n'},
     [('sim/a.cpp', 2), ('sim/README.md', 1)]),
]

GOOD = [
    ('includes', {'models/tcp/a.cpp': lines('// #include "gui/x.hpp"', '#include "models/tcp/cc/b.hpp"',
                                            '#include "models/ip/b.hpp"', '#include "sim/core/b.hpp"', '#include <vector>'),
                  'tests/models/a.cpp': lines('#include "tests/support/b.hpp"', '#include <nlohmann/json.hpp>'),
                  'models/network/g.cpp': lines('#include <boost/graph/adjacency_list.hpp>'),
                  'scenarios/load/a.cpp': lines('#include <nlohmann/json.hpp>', '#include "models/apps/parameters.hpp"')}),
    ('sizes', {'sim/a.cpp': lines('namespace x {', '#define A {', *function_of(60), *function_of(60), '}'),
               'sim/core/b.cpp': '//\n' * 500,
               **{f'sim/event/f{i}.{end}': '//\n' for i in range(layout.MAX_FOLDER_FILES) for end in ('hpp', 'cpp')}}),
    ('sizes', {'sim/a.cpp': lines('const Table kTable = {', *['    {1, f(2)},'] * 100, '};',
                                  'enum class E {', *[f'    V{i},' for i in range(100)], '};',
                                  'struct A {', *[f'    int f{i}() {{ return {{{i}}}; }}' for i in range(100)], '};')}),
    ('banned', {'scenarios/cli/a.cpp': lines('void f() {', '    std::cout << steady_clock::now();', '}'),
                'scenarios/execute/wall_clock.cpp': lines('auto f() { return std::chrono::steady_clock::now(); }'),
                'tests/bench/a.cpp': lines('auto f() { return std::chrono::steady_clock::now(); }'),
                'sim/a.cpp': lines('// rand() and time(nullptr)', 'auto f(C& c) {',
                                   '    std::fprintf(stderr, "rand()");', '    fmt::print(stderr, "x");',
                                   '    return c.time(0) + operand(1) + c.rand();', '}')}),
    ('banned', {'sim/a.hpp': lines('namespace x {', 'using A = int;', 'inline constexpr int kA = 1;', 'class B;',
                                   'static int f(int a);', 'template <typename T>', 'const T kB{};', 'extern const int kC;',
                                   'struct C {', '    static C parse(int a);', '    static constexpr int kD = 2;',
                                   '    int count_ = 0;', '    friend bool operator==(C, C) = default;', '};',
                                   'C::C() = default;', 'std::ostream& operator<<(std::ostream&, C);',
                                   'static_assert(sizeof(C) == 4);', '__extension__ using Wide = __int128;', '}')}),
    ('banned', {'models/a.cpp': lines('int f(std::unordered_map<int, int>& seen, std::vector<int>& list) {',
                                      '    for (int x : list) g(x);', '    for (int i = 0; i < 3; ++i) g(a ? i : seen[1]);',
                                      '    return seen.find(1) == seen.end() ? 0 : 1;', '}', 'void h() {',
                                      '    for (const auto& [a, b] : seen) all.push_back(b);',
                                      '    std::ranges::sort(all);', '}')}),
    ('coroutines', {'models/a.cpp': lines(
        'Task<> f(S s, int a = 3) {', '    const bool ok = co_await s.connect(endpoint);', '    if (ok) {',
        '        co_await s.write(kRequest);', '        const auto n = co_await s.read(buffer[1]);', '        co_return;',
        '    }', '    const Endpoint to{1, 2};', '    co_await s.send(to);', '    g(a ? 1 : 2);', '    for (;;) {',
        '        auto x = T{1};', '        co_await sleep(5ms);', '    }', '    if (f({1})) co_await sleep(5ms);', '    auto by = [&](int b) { return b < a; };',
        '    std::sort(v.begin(), v.end(), [](int b, int c) { return b < c; });', '}'),
        'sim/a.hpp': lines(
            'auto operator co_await() const { return Awaiter{this}; }',
            'bool await_suspend(std::coroutine_handle<P> h) noexcept;', 'void await_suspend(std::coroutine_handle<> h) {}',
            'struct P { std::coroutine_handle<> h; void await_suspend(H h) const noexcept; };')}),
    ('crossing', {'models/ethernet/link.cpp': lines('void f() { port.push_arrival(key, signal); }'),
                  'tests/sim/a.cpp': lines('void f() { port.push_arrival(key, signal); }'),
                  'sim/event/arrival_queue.cpp': lines('void ArrivalQueue::push_arrival(Key key) {}')}),
    ('headers', {'sim/a.hpp': lines('// One.', '// Two.', '// Three.', '#pragma once'), 'sim/a.cpp': lines('int x;')}),
    ('names', {'tests/a.cpp': lines('TEST_CASE("one, two (\\"three\\")") {', '    call("[;]");', '}')}),
    ('mentions', {'sim/a.cpp': lines('// sim/core/b, sim/core/b.hpp, sim/core/, sim/core/*.cpp, scenarios/x.json:7, sim/NAME.txt'), 'sim/core/b.hpp': ''}),
]


def findings(rule, sample):
    with tempfile.TemporaryDirectory() as root:
        for path, text in sample.items():
            file = pathlib.Path(root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding='utf-8')
        return [(path, line) for path, line, _ in check_tree.RULES[rule](check_tree.Tree(root))]


class SelfTest(unittest.TestCase):
    def test_every_rule_has_a_bad_sample(self):
        self.assertEqual({rule for rule, _, _ in BAD}, set(check_tree.RULES))

    def test_bad_samples_fail(self):
        for rule, sample, expected in BAD:
            with self.subTest(rule=rule, sample=sample):
                self.assertEqual(sorted(set(findings(rule, sample))), sorted(expected))

    def test_good_samples_pass(self):
        for rule, sample in GOOD:
            with self.subTest(rule=rule, sample=sample):
                self.assertEqual(findings(rule, sample), [])


if __name__ == '__main__':
    unittest.main()
