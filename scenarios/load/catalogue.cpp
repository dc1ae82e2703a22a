// Looking for scenarios on the disk. Read next: scenarios/load/catalogue.hpp.
#include "scenarios/load/catalogue.hpp"

#include "scenarios/description/suggest.hpp"

#include <algorithm>
#include <tuple>

namespace patchcord::scenarios {

namespace fs = std::filesystem;

Catalogue::Catalogue(const fs::path& folder) {
    if (!fs::is_directory(folder)) return;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder}) {
        const fs::path& file = entry.path();
        const bool scenario = file.extension() == ".json" && file.stem().extension() != ".schema";
        if (!scenario || !entry.is_regular_file()) continue;
        entries_.push_back({file.lexically_relative(folder).replace_extension().generic_string(), file});
    }
    const auto order = [](const CatalogueEntry& entry) {
        return std::tuple{entry.name.find('/') != std::string::npos, std::string_view{entry.name}};
    };
    std::sort(entries_.begin(), entries_.end(), [&](const CatalogueEntry& left, const CatalogueEntry& right) {
        return order(left) < order(right);
    });
}

tl::expected<fs::path, UnknownScenario> Catalogue::find(const std::string& operand) const {
    const auto of_name = [&](auto&& name_of) {
        return std::find_if(entries_.begin(), entries_.end(),
                            [&](const CatalogueEntry& entry) { return name_of(entry) == operand; });
    };
    auto found = of_name([](const CatalogueEntry& entry) { return entry.name; });
    if (found == entries_.end()) {
        found = of_name([](const CatalogueEntry& entry) { return entry.file.stem().string(); });
    }
    const bool is_path = operand.ends_with(".json") || fs::is_regular_file(operand);
    if (is_path || (found == entries_.end() && operand.find('/') != std::string::npos))
        return fs::path{operand};
    if (found != entries_.end()) return found->file;
    std::vector<std::string_view> names;
    for (const CatalogueEntry& entry : entries_)
        names.push_back(entry.name);
    return tl::unexpected{UnknownScenario{operand, std::string{nearest(operand, names)}}};
}

fs::path find_catalogue_folder(const fs::path& executable) {
    const fs::path folder = executable.parent_path();
    for (const char* const candidate : {"../share/patchcord/scenarios", "../../../scenarios"}) {
        const fs::path path = (folder / candidate).lexically_normal();
        if (fs::is_directory(path)) return path;
    }
    return {};
}

}  // namespace patchcord::scenarios
