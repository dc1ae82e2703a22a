// Runs of the catalogue for tests of the window, and a rule that measures text without a font: six pixels for
// each column of a terminal.
// Read next: tests/gui/viewmodel/ladder_picture_test.cpp.
#pragma once

#include "gui/viewmodel/ladder_picture.hpp"
#include "gui/viewmodel/open_run.hpp"
#include "results/export/format.hpp"
#include "scenarios/load/catalogue.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace patchcord::tests {

inline const scenarios::Catalogue& lessons() {
    static const scenarios::Catalogue kCatalogue{PATCHCORD_SOURCE_DIR "/scenarios"};
    return kCatalogue;
}

inline std::shared_ptr<const gui::OpenRun> lesson(const std::string& name,
                                                  const std::vector<scenarios::Override>& overrides = {}) {
    auto opened = gui::open_run(name, overrides, lessons());
    REQUIRE(opened);
    return *opened;
}

inline gui::TextMeasure columns() {
    const auto width = [](std::string_view text) {
        return 6 * static_cast<double>(results::display_width(text));
    };
    return {width, 14};
}

}  // namespace patchcord::tests
