// Scripts with letters changed, lost, doubled and cut off: whatever comes, there is a script or one mistake
// with a place within the text, and an end. Read next: tests/fuzz/drill_fuzz.cpp.
#include "sim/core/random.hpp"
#include "tests/scenarios/drill/language/parsing.hpp"

#include <algorithm>
#include <array>

namespace patchcord::tests::drill_language {
using namespace std::string_view_literals;

namespace {

constexpr std::string_view kSeed = R"(--mss=1000
--define=COOKIE="00 ff"
#ifdef Linux
`true`
#endif
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0...0.2 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = 0 // waits
+.01 > [ect01] S 0:0(0) <mss 1000,sackOK,TS val 100 ecr 0,nop,wscale 8>
+.01 < SE. 0:0(0) ack 1 win 65535 <mss 1000,nop,nop,nop,nop,sack 1:2 3:4,gen-7 0102,FO 0102,nop,nop>
* > 1000 > 80 P. 1:101(100)! ack 1 win 5 urg 3
+1~+2 > . ...(0) ack 1 <...>
+0 < icmp unreachable frag_needed mtu 1200 id 3 [1:101(100)]
+0 sendmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0}, MSG_DONTWAIT|4) = -1 EAGAIN (Try again)
+0 write(3, "a\x00\"b" "c", 0xffff) = ...
+0 %{ assert tcpi_snd_cwnd == 10, "no" }%
`rm -f x\`y`
)";
constexpr std::string_view kLetters = "\0\n\\\"`'{}()[]<>#%/*+-~.!=:,|0x9aF \xFF"sv;  // with the NUL

std::string mutated(sim::RandomStream& random) {
    std::string text{kSeed};
    const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random.below(most)); };
    for (std::size_t changes = 1 + below(6); changes > 0 && !text.empty(); --changes) {
        const std::size_t at = below(text.size());
        const std::size_t length = std::min(1 + below(12), text.size() - at);
        switch (below(5)) {
            case 0:
                text[at] = kLetters[below(kLetters.size())];
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, text.substr(below(text.size()), 1 + below(40)));
                break;
            case 3:
                text.insert(at, 1, kLetters[below(kLetters.size())]);
                break;
            default:
                text.resize(at);
        }
    }
    return text;
}

}  // namespace

TEST_CASE("the seed of the mutated drill scripts is one") {
    CHECK(parsed(kSeed).events.size() == 10);
    CHECK(parsed(kSeed).cleanup);
}

TEST_CASE("every text is a drill script or has one mistake within it") {
    sim::RandomStream random{7, "scripts", 0, "mutations"};
    std::size_t scripts = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = mutated(random);
        const auto script = parse(text, "mutated.pkt");
        if (script) {
            ++scripts;
            continue;
        }
        const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
        const Place place = script.error().place;
        if (place.line < 1 || place.line > lines || place.column < 1 || place.column > text.size() + 1 ||
            script.error().message.empty())
            FAIL(fmt::format("{}:{}: {}\n{}", place.line, place.column, script.error().message, text));
    }
    CHECK(scripts > 100);
}

}  // namespace patchcord::tests::drill_language
