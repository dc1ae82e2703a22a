// Comparing with what was once looked at and found right: the text files beside it in golden/.
// After a change that is meant: UPDATE_GOLDEN=1 build/release/bin/results_tests, then look at the difference
// in git. Read next: results/export/ladder/ladder_text.hpp.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace patchcord::results {

inline bool is_golden(const std::string& name, const std::string& text) {
    const std::filesystem::path file =
        std::filesystem::path{PATCHCORD_SOURCE_DIR} / "tests/results/golden" / (name + ".txt");
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
    }
    std::ifstream in{file, std::ios::binary};
    return text == std::string{std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace patchcord::results
