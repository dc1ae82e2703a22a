// Runs a fuzz target over its seeds: `<name>_fuzz FOLDER...` gives every file of the folders to
// LLVMFuzzerTestOneInput. This is how an ordinary build keeps the seeds passing; libFuzzer, which looks for
// new inputs, has a main of its own. A folder without files is an error: a test that ran nothing must not
// pass. Read next: tests/fuzz/CMakeLists.txt.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
    std::ifstream in;
    in.exceptions(std::ios::failbit | std::ios::badbit);
    in.open(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int replay(const std::filesystem::path& folder) {
    int inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto bytes = read_file(entry.path());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        ++inputs;
    }
    std::printf("%s: %d inputs\n", folder.c_str(), inputs);
    return inputs;
}

}  // namespace

int main(int argc, char** argv) try {
    int inputs = 0;
    for (int i = 1; i < argc; ++i)
        inputs += replay(argv[i]);
    return inputs > 0 ? 0 : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
