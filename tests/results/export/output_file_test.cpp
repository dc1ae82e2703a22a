#include "results/export/output_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <unistd.h>

namespace patchcord::results {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::uint8_t, 3> kBytes{'a', 'b', 'c'};

/// An empty folder that is gone afterwards.
class Folder {
  public:
    explicit Folder(const std::string& name)
        : path_{fs::temp_directory_path() / ("patchcord-" + name + std::to_string(getpid()))} {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    fs::path operator/(const std::string& name) const { return path_ / name; }
    bool is_empty() const { return fs::is_empty(path_); }

  private:
    fs::path path_;
};

TEST_CASE("a file appears when it is complete, and replaces the old one") {
    const Folder folder{"output-complete"};
    std::ofstream{folder / "file"} << "old";
    {
        OutputFile file{folder / "file"};
        file.write(kBytes);
        file.write(kBytes);
        std::ifstream old{folder / "file"};
        CHECK(std::string{std::istreambuf_iterator<char>{old}, {}} == "old");
        file.commit();
    }
    std::ifstream now{folder / "file"};
    CHECK(std::string{std::istreambuf_iterator<char>{now}, {}} == "abcabc");
    CHECK(!fs::exists(folder / "file.part"));
}

TEST_CASE("a file that was not finished leaves nothing") {
    const Folder folder{"output-unfinished"};
    {
        OutputFile file{folder / "file"};
        file.write(kBytes);
    }
    CHECK(folder.is_empty());
}

TEST_CASE("what the operating system refuses is an exception that names the file") {
    const Folder folder{"output-refused"};
    CHECK_THROWS_AS((OutputFile{folder / "no-such-folder/file"}), std::system_error);
    fs::create_directories(folder / "taken/inside");
    OutputFile file{folder / "taken"};
    file.write(kBytes);
    try {
        file.commit();
        FAIL("a folder was replaced by a file");
    } catch (const std::system_error& error) {
        CHECK(std::string{error.what()}.find("taken") != std::string::npos);
    }
    CHECK(!fs::exists(folder / "taken.part"));
}

TEST_CASE("a full disk is noticed" * doctest::skip(!fs::exists("/dev/full"))) {
    const Folder folder{"output-full"};
    fs::create_symlink("/dev/full", folder / "file.part");
    OutputFile file{folder / "file"};
    const auto write_all = [&file] {
        file.write(kBytes);
        file.commit();
    };
    CHECK_THROWS_AS(write_all(), std::system_error);
    CHECK(!fs::exists(folder / "file"));
}

}  // namespace
}  // namespace patchcord::results
