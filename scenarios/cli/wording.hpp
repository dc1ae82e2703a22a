// The words of the program itself in the languages of people: the two wordings stand side by side where they
// are used. Names of protocols, states, keys and options are the same in all, and so is everything for
// programs (--json). Not here: the words of tables and ladders (results/export/words.hpp).
// Read next: scenarios/cli/session.hpp.
#pragma once

#include "results/export/words.hpp"
#include "scenarios/description/scenario.hpp"

#include <string_view>

namespace patchcord::scenarios {

using results::Language;

constexpr std::string_view say(Language language, std::string_view english, std::string_view korean) {
    return language == Language::Korean ? korean : english;
}

/// `text` in `language`, or in the other when it has only that.
inline std::string_view in_language(const LocalText& text, Language language) {
    const bool korean = language == Language::Korean ? !text.ko.empty() : text.en.empty();
    return korean ? text.ko : text.en;
}

/// What LC_ALL, LC_MESSAGES or LANG asks for: "ko_KR.UTF-8" is Korean, all else English.
constexpr Language language_of_locale(std::string_view locale) {
    const bool korean = locale == "ko" || locale.starts_with("ko_") || locale.starts_with("ko.");
    return korean ? Language::Korean : Language::English;
}

}  // namespace patchcord::scenarios
