// Names and paths of scenarios. Read next: scenarios/load/catalogue.hpp.
#include "scenarios/load/catalogue.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace patchcord::scenarios;
namespace fs = std::filesystem;

namespace {

/// A folder with some files, removed at the end.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("patchcord-catalogue-test-" + std::to_string(getpid()));
    Folder() {
        fs::remove_all(path);
        for (const char* const name : {"b.json", "a.json", "bench/z.json", "x.schema.json", "notes.txt"}) {
            fs::create_directories((path / name).parent_path());
            std::ofstream{path / name} << "{}";
        }
    }
    ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("a catalogue holds the scenarios of a folder, those of its subfolders last") {
    const Folder folder;
    const Catalogue catalogue{folder.path};
    REQUIRE(catalogue.entries().size() == 3);
    CHECK(catalogue.entries()[0].name == "a");
    CHECK(catalogue.entries()[1].name == "b");
    CHECK(catalogue.entries()[2].name == "bench/z");
    CHECK(Catalogue{folder.path / "none"}.entries().empty());
}

TEST_CASE("an operand is a file, or a name with or without its folder") {
    const Folder folder;
    const Catalogue catalogue{folder.path};
    CHECK(catalogue.find("a").value() == folder.path / "a.json");
    CHECK(catalogue.find("bench/z").value() == folder.path / "bench/z.json");
    CHECK(catalogue.find("z").value() == folder.path / "bench/z.json");
    CHECK(catalogue.find("other.json").value() == "other.json");
    CHECK(catalogue.find("no/such").value() == "no/such");
    const std::string notes = (folder.path / "notes.txt").string();
    CHECK(catalogue.find(notes).value() == notes);
    CHECK(catalogue.find("nothing").error().nearest.empty());
    CHECK(catalogue.find("c").error().name == "c");
}

TEST_CASE("the folder lies beside the program, built or installed") {
    const Folder folder;
    fs::create_directories(folder.path / "build/release/bin");
    fs::create_directories(folder.path / "usr/bin");
    CHECK(find_catalogue_folder(folder.path / "build/release/bin/patchcord").empty());
    fs::create_directories(folder.path / "scenarios");
    CHECK(find_catalogue_folder(folder.path / "build/release/bin/patchcord") == folder.path / "scenarios");
    fs::create_directories(folder.path / "usr/share/patchcord/scenarios");
    CHECK(find_catalogue_folder(folder.path / "usr/bin/patchcord") ==
          folder.path / "usr/share/patchcord/scenarios");
}
