// What a failed check prints. Read next: sim/core/check.hpp.
// It uses C stdio, which needs no allocation and no locale:
// the program may be in any state.
#include "sim/core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace patchcord::sim {

void fail(std::string_view what, const Place& where) {
    const Witness* const witness = Witness::present();
    const Running running = witness == nullptr ? Running{} : witness->running();
    std::fprintf(
        stderr, "patchcord: internal error: %.*s\n  at %s:%u in %s\n  node %.*s, time %lld ps, event %llu\n",
        static_cast<int>(what.size()), what.data(), where.file, where.line, where.function,
        static_cast<int>(running.node.size()), running.node.data(), running.picoseconds, running.event);
    std::abort();
}

}  // namespace patchcord::sim
