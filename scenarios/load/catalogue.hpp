// The scenarios that the program brings along: the JSON files of one folder and of its subfolders, named by
// their path without the ending ("lost-segment", "bench/bulk2"). In the source tree they lie in scenarios/,
// after installation in share/patchcord/scenarios/. Read next: scenarios/load/catalogue.cpp.
#pragma once

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

struct CatalogueEntry {
    std::string name;
    std::filesystem::path file;
};

/// A name that is no scenario, and the nearest that is one, or "".
struct UnknownScenario {
    std::string name;
    std::string nearest;
};

class Catalogue {
  public:
    Catalogue() = default;
    /// Every *.json below `folder`, apart from *.schema.json. A folder that does not exist is an empty
    /// catalogue.
    explicit Catalogue(const std::filesystem::path& folder);

    /// Sorted by name; those without a folder first.
    const std::vector<CatalogueEntry>& entries() const { return entries_; }

    /// What a user means by `operand`: a file that exists or that looks like a path, else a name of the
    /// catalogue, with or without its folder.
    tl::expected<std::filesystem::path, UnknownScenario> find(const std::string& operand) const;

  private:
    std::vector<CatalogueEntry> entries_;
};

/// The folder of the catalogue that belongs to a program, or an empty path.
std::filesystem::path find_catalogue_folder(const std::filesystem::path& executable);

}  // namespace patchcord::scenarios
