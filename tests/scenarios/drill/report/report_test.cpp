// What people and machines are told.
#include "scenarios/drill/report/report.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace patchcord::tests {

using namespace scenarios::drill;

namespace {

std::vector<ScriptResult> three_results() {
    std::vector<ScriptResult> results(3);
    results[0].file = "good.pkt";
    results[1].file = "bad & ugly.pkt";
    results[1].verdict = Verdict::Failed;
    results[1].problem = Problem{
        Problem::Kind::Failed, {7, 3}, "flags: expected S, actual F", {" expected x", "   actual <y>"}};
    results[1].line = "  +0 > S 0:0(0)";
    results[2].file = "new.pkt";
    results[2].verdict = Verdict::Unsupported;
    results[2].problem = Problem{Problem::Kind::Unsupported, {1, 1}, "call splice()"};
    return results;
}

}  // namespace

TEST_CASE("the summary counts") {
    CHECK(summary(count(three_results())) == "1 passed, 1 failed, 1 unsupported");
}

TEST_CASE("a failure begins with its place and shows expected beside actual") {
    CHECK(story(three_results()[1], false, {}) ==
          "FAILED      bad & ugly.pkt\n"
          "bad & ugly.pkt:7:3: flags: expected S, actual F\n"
          "   line 7 +0 > S 0:0(0)\n"
          " expected x\n"
          "   actual <y>\n");
    CHECK(story(three_results()[0], false, {}) == "ok          good.pkt\n");
}

TEST_CASE("TAP skips what is not supported") {
    CHECK(tap(three_results()) ==
          "TAP version 13\n"
          "1..3\n"
          "ok 1 - good.pkt\n"
          "not ok 2 - bad & ugly.pkt\n"
          "# bad & ugly.pkt:7:3: flags: expected S, actual F\n"
          "#    line 7 +0 > S 0:0(0)\n"
          "#  expected x\n"
          "#    actual <y>\n"
          "ok 3 - new.pkt # SKIP unsupported: call splice()\n");
}

TEST_CASE("JUnit's XML is escaped") {
    const std::string xml = junit(three_results());
    CHECK(xml.find("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\"") != std::string::npos);
    CHECK(xml.find("name=\"bad &amp; ugly.pkt\"") != std::string::npos);
    CHECK(xml.find("actual &lt;y&gt;") != std::string::npos);
    CHECK(xml.find("<skipped message=\"new.pkt:1:1: unsupported: call splice()\"/>") != std::string::npos);
}

}  // namespace patchcord::tests
