// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the window in English and Korean. Words that results/export/words.hpp has are not repeated
// here, and protocol words (SYN, ESTABLISHED) are the same in all languages. Read next:
// gui/viewmodel/words.cpp.
#pragma once

#include "results/export/words.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::gui {

enum class GuiWord : std::uint8_t {
    FileMenu,
    Open,
    Scenarios,
    SavePicture,
    Quit,
    ViewMenu,
    Language,
    ShowSwitches,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    GoMenu,
    NextLoss,
    PreviousLoss,
    HelpMenu,
    About,
    ScenarioFiles,
    Pictures,
    Number,
    From,
    To,
    Protocol,
    Info,
    Fate,
    ArrivedAt,
    SequenceNumber,
    TimeSince,
    Acknowledged,
    NewData,
    SentAgain,
    SynAndFin,
    LostSegment,
    NoTcp,
    ChooseScenario,
    NotValid,
    Seed,
    Fingerprint,
    NotModelled,
    NotModelledList,
    CannotOpen,
    CannotSave,
    AboutText,
};

inline constexpr std::size_t kGuiWords = static_cast<std::size_t>(GuiWord::AboutText) + 1;

/// Menu texts have no shortcuts in them.
std::string_view word(GuiWord which, results::Language language);

}  // namespace patchcord::gui
