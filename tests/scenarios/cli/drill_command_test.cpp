// patchcord drill as people call it: what is printed, which files are written, how it ends.
// Read next: scenarios/cli/commands/drill_command.cpp.
#include "models/apps/registry.hpp"
#include "scenarios/cli/engine.hpp"
#include "scenarios/cli/program.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace patchcord::scenarios;

namespace {

struct DrillOutput {
    ExitStatus status;
    std::string out;
    std::string err;
};

const std::string kScripts = std::string{PATCHCORD_SOURCE_DIR} + "/tests/scenarios/drill/scripts";

DrillOutput call_drill(std::vector<std::string> arguments) {
    std::ostringstream out, err;
    Console console{.out = out, .err = err};
    const Catalogue catalogue{std::string{PATCHCORD_SOURCE_DIR} + "/scenarios"};
    const Engine engine = real_engine();
    Session session{console, catalogue, patchcord::models::apps::catalogue(), engine};
    arguments.insert(arguments.begin(), "drill");
    const ExitStatus status = run_program(std::move(arguments), session);
    return {status, out.str(), err.str()};
}

bool shows(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a script that passes, with a definition") {
    const DrillOutput output = call_drill({kScripts + "/handshake.pkt", "-D", "SIZE=20"});
    CHECK(output.status == ExitStatus::Done);
    CHECK(output.out == "ok          " + kScripts + "/handshake.pkt\n1 passed, 0 failed, 0 unsupported\n");
}

TEST_CASE("a script that fails shows expected beside actual and the ladder before it") {
    const DrillOutput output = call_drill({kScripts + "/wrong-ack.pkt", "--ascii"});
    CHECK(output.status == ExitStatus::ExpectationFailed);
    CHECK(shows(output.out, "wrong-ack.pkt:9:4: acknowledgment: expected 2, actual 1\n"));
    CHECK(shows(output.out, " expected 0.000000 S. 0:0(0) ack 2 <mss 1460>\n"));
    CHECK(shows(output.out, "SYN,ACK"));
}

TEST_CASE("a folder, and what is not supported") {
    const DrillOutput output = call_drill({kScripts, "-D", "SIZE=20"});
    CHECK(output.status == ExitStatus::ExpectationFailed);
    CHECK(shows(output.out, "1 passed, 1 failed, 1 unsupported\n"));
    const DrillOutput alone = call_drill({kScripts + "/unknown-command.pkt"});
    CHECK(alone.status == ExitStatus::Unsupported);
    CHECK(shows(alone.out, "unknown-command.pkt:2:1: unsupported: command modprobe tcp_bbr\n"));
}

TEST_CASE("TAP, JUnit and a capture") {
    const auto folder = std::filesystem::temp_directory_path() / "patchcord_drill_command_test";
    std::filesystem::create_directories(folder);
    const std::string junit = folder / "junit.xml";
    const std::string capture = folder / "card.pcapng";
    const DrillOutput output = call_drill(
        {kScripts + "/handshake.pkt", "-DSIZE=20", "--tap", "--junit", junit, "--pcapng", capture});
    CHECK(output.out.starts_with("TAP version 13\n1..1\nok 1 - "));
    CHECK(std::filesystem::file_size(junit) > 100);
    CHECK(std::filesystem::file_size(capture) > 500);
    std::filesystem::remove_all(folder);
}

TEST_CASE("packetdrill's own options are understood, and others are not") {
    const DrillOutput good =
        call_drill({kScripts + "/handshake.pkt", "--define", "SIZE=20", "--local_ip=10.0.0.1",
                    "--netmask_ip=255.0.0.0", "--remote_ip=10.1.1.1", "--tolerance_usecs=1", "--verbose"});
    CHECK(good.status == ExitStatus::Done);
    CHECK(call_drill({kScripts + "/handshake.pkt", "--local_ip=here"}).status == ExitStatus::Usage);
    CHECK(call_drill({kScripts + "/handshake.pkt", "-D", "SIZE"}).status == ExitStatus::Usage);
    CHECK(call_drill({kScripts + "/missing.pkt"}).status == ExitStatus::Usage);
    CHECK(call_drill({}).status == ExitStatus::Usage);
}
