// Every file of tests/scenarios/bad/ is refused for the reasons, and at the places, that its first lines
// give:
//     // expect: LINE:COLUMN words of the message
// one line for each problem, in the order of the file. Other problems must not be reported.
// Read next: tests/scenarios/bad/many.json.
#include "scenarios/load/loader.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace patchcord::scenarios;
namespace fs = std::filesystem;

namespace {

struct Expectation {
    std::string place;
    std::string words;
};

std::vector<Expectation> expectations_of(const fs::path& file) {
    constexpr std::string_view kMark = "// expect: ";
    std::vector<Expectation> expectations;
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line) && line.starts_with(kMark);) {
        const std::size_t space = line.find(' ', kMark.size());
        expectations.push_back({line.substr(kMark.size(), space - kMark.size()), line.substr(space + 1)});
    }
    return expectations;
}

std::string place_of(const Diagnostic& problem) {
    return std::to_string(problem.place.line()) + ":" + std::to_string(problem.place.column());
}

std::vector<fs::path> bad_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{PATCHCORD_SOURCE_DIR "/tests/scenarios/bad"})
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("bad scenarios are refused, each problem at its place") {
    const std::vector<fs::path> files = bad_files();
    CHECK(files.size() >= 100);
    for (const fs::path& file : files) {
        CAPTURE(file.filename().string());
        const std::vector<Expectation> expected = expectations_of(file);
        const LoadResult result = load_scenario_file(file, {testing::kApplications, {}});
        CHECK(!result.scenario);
        REQUIRE(!expected.empty());
        REQUIRE(result.problems.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const Diagnostic& problem = result.problems[i];
            CHECK(place_of(problem) == expected[i].place);
            CHECK_MESSAGE(problem.message.find(expected[i].words) != std::string::npos, problem.message);
            CHECK_MESSAGE(!problem.expected.empty(), problem.message);
            CHECK(problem.place.file() == file.string());
        }
    }
}
