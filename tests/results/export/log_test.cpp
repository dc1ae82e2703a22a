// What applications said, as a table, and nothing in it that could move a cursor.
// Read next: results/export/log.hpp.
// Not here: the rest of the summary (summary_test.cpp).
#include "results/export/log.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

TEST_CASE("text in one line") {
    CHECK(in_one_line("plain, 한글, €, 🙂") == "plain, 한글, €, 🙂");
    CHECK(in_one_line("a\r\nb\tc") == "a\\r\\nb\\tc");
    CHECK(in_one_line("\x1b[31m\x7f") == "\\x1b[31m\\x7f");
    CHECK(in_one_line(std::string_view{"\0", 1}) == "\\x00");
}

TEST_CASE("bytes that are no UTF-8 are shown by number") {
    CHECK(in_one_line("\xff\xc0\xaf") == "\\xff\\xc0\\xaf");
    CHECK(in_one_line("\xc2\x85") == "\\xc2\\x85");                    // a C1 control
    CHECK(in_one_line("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // a surrogate
    CHECK(in_one_line("\xe2\x82") == "\\xe2\\x82");                    // cut off
    CHECK(in_one_line("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
}

TEST_CASE("the log of a run is a table, and errors are marked") {
    TwoHosts net;
    const auto at = sim::kStart + std::chrono::microseconds{1500};
    net.recorder().record(models::trace::AppLog{at, kServer, "ping", "one\ntwo", false});
    net.recorder().record(models::trace::AppLog{at, kServer, "script", "broken_pipe", true});
    const Run run = net.finish();
    CHECK(format_log(run) ==
          " time (s)  host    process  output\n"
          " 0.001500  server  ping     one\\ntwo\n"
          " 0.001500  server  script   ✕ broken_pipe\n\n");
    CHECK(format_log(run, {.ascii = true, .max_rows = 1}).ends_with(" ... 1 more row\n\n"));
    CHECK(format_log(run, {.language = Language::Korean}).find("프로세스") != std::string::npos);
    CHECK(format_log(TwoHosts{}.finish()).empty());
}

}  // namespace
}  // namespace patchcord::results
