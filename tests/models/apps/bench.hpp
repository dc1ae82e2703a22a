// Applications on two hosts, started as a scenario starts them: complete arguments, from their own tables.
// Defaults that need a unit are given here as values, because reading text is the loader's business.
// Read next: tests/models/apps/echo_test.cpp.
#pragma once

#include "models/apps/registry.hpp"
#include "tests/models/host/bench.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace patchcord::tests {

/// What the catalogue's own defaults are for these applications, and what the test gives.
inline Arguments arguments(std::initializer_list<std::pair<std::string_view, Value>> given) {
    Arguments result;
    result.set("at", sim::Duration{0});
    result.set("backlog", std::int64_t{16});
    result.set("send", std::string{"hello"});
    result.set("close", true);
    result.set("count", std::int64_t{4});
    result.set("interval", sim::Duration{1s});
    result.set("wait", sim::Duration{10s});
    result.set("size", std::int64_t{56});
    for (const auto& [name, value] : given)
        result.set(name, value);
    return result;
}

}  // namespace patchcord::tests
