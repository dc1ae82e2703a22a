// Arbitrary text as a packet script. It is one, or there is one mistake in it with a place within the text
// and a sentence; a script has events. Nothing is run. Read next: scenarios/drill/language/parser.hpp,
// tests/fuzz/replay_main.cpp.
#include "scenarios/drill/language/parser.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace patchcord::scenarios::drill;

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto script = language::parse(text, "fuzz.pkt", {{"COOKIE", "0102"}});
    if (script) {
        require(!script->events.empty());
        return 0;
    }
    const language::SyntaxError& mistake = script.error();
    require(!mistake.message.empty());
    require(mistake.place.line >= 1 && mistake.place.column >= 1);
    require(mistake.place.line <= 1 + std::ranges::count(text, '\n') && mistake.place.column <= size + 1);
    return 0;
}
