// Inputs that are made to break a loader: none crashes, none takes long, each is refused with a place.
// Read next: tests/fuzz/.
#include "scenarios/load/loader.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

using namespace patchcord::scenarios;
namespace fs = std::filesystem;

namespace {

LoadResult load(std::string text) {
    return load_scenario(std::make_shared<const SourceText>("x.json", std::move(text)),
                         {testing::kApplications, {}});
}

void check_refused(std::string text) {
    const LoadResult result = load(std::move(text));
    CHECK(!result.scenario);
    REQUIRE(!result.problems.empty());
    CHECK(result.problems.size() <= Diagnostics::kLimit);
    for (const Diagnostic& problem : result.problems) {
        CHECK(!problem.message.empty());
        CHECK(problem.place.line() >= 1);
        CHECK(problem.place.column() >= 1);
    }
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    while (count-- > 0)
        out += text;
    return out;
}

const std::string& good() {
    static const std::string text = R"(// a lost segment
{
  "title": { "en": "A lost segment", "ko": "잃어버린 세그먼트" }, "seed": 7, "profile": "book",
  "defaults": { "host": { "tcp": { "mss": "536 B", "nagle": false } } },
  "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" }, "s": { "kind": "switch" } },
  "cables": [ { "between": ["client", "s.3"], "length": "20 m" }, { "between": ["server", "s"], "ber": 1e-6 } ],
  "apps": [
    { "on": "server", "app": "bulk-server", "port": 80 }, /* and its client */
    { "on": "client", "app": "bulk-client", "to": "server", "port": 80, "size": "4380 B", "at": "10 ms" }
  ],
  "faults": [ { "drop": "tcp.data", "nth": 3, "from": "client" } ]
}
)";
    return text;
}

}  // namespace

TEST_CASE("a good scenario that is cut off anywhere is refused") {
    REQUIRE(load(good()).scenario);
    const std::size_t end = good().rfind('}');
    for (std::size_t length = 0; length <= end; ++length)
        check_refused(good().substr(0, length));
}

TEST_CASE("a good scenario with any byte replaced is loaded or refused") {
    for (std::size_t at = 0; at < good().size(); ++at) {
        for (const char byte :
             {'\0', '\x80', '\xFF', '"', '{', '}', '[', ',', ':', '\\', '/', '-', '9', '\n'}) {
            std::string text = good();
            text[at] = byte;
            const LoadResult result = load(std::move(text));
            CHECK(result.scenario.has_value() == result.problems.empty());
        }
    }
}

TEST_CASE("deep nesting is refused, open and closed") {
    for (const char* const open : {"[", "{\"a\":", "[{\"a\":"})
        check_refused(repeated(open, 100'000));
    check_refused(repeated("[", 100'000) + repeated("]", 100'000));
    check_refused(repeated("/*", 100'000));
}

TEST_CASE("invalid UTF-8 is refused where it stands in a string, a key or between") {
    check_refused("{\"title\": \"a\xFF\"}");
    check_refused("{\"ti\xC3tle\": \"a\"}");
    check_refused("{\xE2\x82 \"title\": \"a\"}");
    check_refused("\xFF\xFE{");
    check_refused("{\"title\": \"\\ud800\"}");
    check_refused("{\"title\": \"\xED\xA0\x80\"}");
}

TEST_CASE("a file that is too large is refused without being read to its end") {
    const fs::path file =
        fs::temp_directory_path() / ("patchcord-hostile-test-" + std::to_string(getpid()) + ".json");
    std::ofstream{file} << good();
    fs::resize_file(file, std::uintmax_t{2} << 30);  // sparse
    const LoadResult result = load_scenario_file(file, {testing::kApplications, {}});
    fs::remove(file);
    CHECK(!result.scenario);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].message == "more than 16 MiB");
}

TEST_CASE("what the operating system refuses is its exception") {
    CHECK_THROWS_AS(load_scenario_file("/no/such/file.json", {}), std::system_error);
    CHECK_THROWS_AS(load_scenario_file(fs::temp_directory_path(), {}), std::system_error);
}

TEST_CASE("megabytes of anything are refused in reasonable time") {
    check_refused(std::string(kMaxFileSize, ' '));
    const std::size_t size = 2 << 20;
    check_refused(std::string(size, '9'));
    check_refused("\"" + std::string(size, 'a'));
    check_refused("{" + repeated("\"a\":1,", size / 6));
    check_refused("{\"nodes\":{" + repeated("\"a\":1,", size / 6) + "\"b\":1}}");
    check_refused("{\"apps\":[" + repeated("{},", size / 10) + "{}]}");
    check_refused("{\"cables\":[" + repeated("{\"between\":[\"aaaaaaaa\",\"bbbbbbbb\"]},", size / 40) +
                  "{}]}");
    check_refused("{\"title\": [\"" + repeated("가", size / 3 - 10) + "\", \"\\x\"]}");
}

TEST_CASE("thousands of nodes with suggestions for each of their problems take no time") {
    std::string text = "{\"nodes\":{";
    for (int i = 0; i < 50'000; ++i)
        text += "\"n" + std::to_string(i) + "\":{\"addres\":\"10.0.0.1/24\"},";
    text += "\"z\":{\"address\":\"10.0.0.1/24\"}},\"cables\":[";
    for (int i = 0; i < 50'000; ++i)
        text += "{\"between\":[\"m" + std::to_string(i) + "\",\"z\"]},";
    check_refused(text + "{}]}");
}

TEST_CASE("a hundred thousand hosts on switches load") {
    std::string text = "{\"nodes\":{\"s0\":{\"kind\":\"switch\"},\"s1\":{\"kind\":\"switch\"}";
    std::string cables = "{\"between\":[\"s0\",\"s1\"]}";
    for (int i = 0; i < 99'998; ++i) {
        const std::string name = "h" + std::to_string(i);
        const std::string address =
            std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255);
        text += ",\"" + name + "\":{\"address\":\"10." + std::to_string(1 + (i >> 16)) +
                address.substr(address.find('.')) + "/8\"}";
        cables += ",{\"between\":[\"" + name + "\",\"s" + std::to_string(i % 2) + "\"]}";
    }
    text += "},\"cables\":[" + cables + "]}";
    std::size_t problems = 0;
    const LoadResult result = load(text);
    for (const Diagnostic& problem : result.problems) {
        if (problems++ < 3) MESSAGE(problem.message);
    }
    REQUIRE(result.scenario);
    CHECK(result.scenario->nodes.size() == 100'000);
    CHECK(result.scenario->cables.size() == 99'999);
}
