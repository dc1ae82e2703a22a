// Small parsers, each for one line. A line here has lost its CR LF.
// Numbers are bounded where they are read.
// Read next: models/apps/mail/smtp_text.hpp.
#include "models/apps/mail/smtp_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace patchcord::models::apps::mail {
namespace {

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}
std::string in_upper_case(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

/// A letter of an atom (RFC 5322 3.2.3), or a part of one that is not ASCII (RFC 6531 3.3).
bool is_atom_letter(char letter) {
    constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
    return (letter >= '0' && letter <= '9') || (upper(letter) >= 'A' && upper(letter) <= 'Z') ||
           static_cast<unsigned char>(letter) >= 0x80 || kMarks.find(letter) != std::string_view::npos;
}
bool is_dot_atom(std::string_view text) {
    for (;;) {
        const std::size_t dot = text.find('.');
        const std::string_view atom = text.substr(0, dot);
        if (atom.empty() || !std::ranges::all_of(atom, is_atom_letter)) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.push_back(in_upper_case(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, upper, upper);
}

Command parse_command(std::string_view line) {
    constexpr std::size_t kVerb = 4;
    const std::string verb = in_upper_case(line.substr(0, kVerb));
    const auto is_letter = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    if (verb.size() < kVerb || !std::ranges::all_of(verb, is_letter)) return {};
    line.remove_prefix(kVerb);
    while (line.ends_with(' '))
        line.remove_suffix(1);  // RFC 5321 4.1.1: tolerated
    if (line.empty()) return {verb, {}};
    if (line.front() != ' ') return {};
    return {verb, std::string{line.substr(1)}};
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
    constexpr std::size_t kLongestLocal = 64, kLongestDomain = 255;  // RFC 5321 4.5.3.1.1, 4.5.3.1.2
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at > kLongestLocal || text.size() - at - 1 > kLongestDomain)
        return {};
    const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
    if (!is_dot_atom(local) || !is_dot_atom(domain)) return {};
    return Mailbox{std::string{local}, std::string{domain}};
}

std::string to_string(const Mailbox& mailbox) {
    return mailbox.domain.empty() ? mailbox.local : fmt::format("{}@{}", mailbox.local, mailbox.domain);
}

std::optional<Path> parse_path(std::string_view argument, std::string_view keyword) {
    if (!same_word(argument.substr(0, keyword.size()), keyword)) return {};
    argument.remove_prefix(keyword.size());
    const std::size_t end = argument.find('>');
    if (!argument.starts_with('<') || end == std::string_view::npos) return {};
    std::string_view inside = argument.substr(1, end - 1);
    const std::string_view rest = argument.substr(end + 1);
    if (!rest.empty() && rest.front() != ' ') return {};
    if (inside.starts_with('@')) {
        const std::size_t colon = inside.find(':');
        if (colon == std::string_view::npos) return {};
        inside.remove_prefix(colon + 1);
    }
    Path path{{}, words_of(rest)};
    if (inside.empty() || same_word(inside, "postmaster")) {
        path.mailbox.local = inside;
        return path;
    }
    auto mailbox = parse_mailbox(inside);
    if (!mailbox) return {};
    path.mailbox = std::move(*mailbox);
    return path;
}

std::optional<std::uint64_t> parse_size(std::string_view parameter) {
    constexpr std::string_view kName = "SIZE=";
    if (!parameter.starts_with(kName)) return {};
    parameter.remove_prefix(kName.size());
    std::uint64_t size = 0;
    const char* end = parameter.data() + parameter.size();
    const auto [stopped, error] = std::from_chars(parameter.data(), end, size);
    if (parameter.empty() || error != std::errc{} || stopped != end) return {};
    return size;
}

std::optional<ReplyLine> parse_reply_line(std::string_view line) {
    constexpr std::size_t kCode = 3;
    int code = 0;
    const std::string_view digits = line.substr(0, kCode);
    const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
    if (digits.size() < kCode || error != std::errc{} || stopped != digits.data() + kCode) return {};
    if (code < 200 || code > 599) return {};
    if (line.size() == kCode) return ReplyLine{code, true, {}};
    if (line[kCode] != ' ' && line[kCode] != '-') return {};
    return ReplyLine{code, line[kCode] == ' ', std::string{line.substr(kCode + 1)}};
}

std::string format_reply(int code, std::span<const std::string> lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i)
        text += fmt::format("{}{}{}\r\n", code, i + 1 == lines.size() ? ' ' : '-', lines[i]);
    return text;
}

std::string stuff_dots(std::string_view text) {
    std::string stuffed;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        if (text.front() == '.') stuffed += '.';
        stuffed += text.substr(0, end);
        stuffed += "\r\n";
        const bool has_both = text.substr(end).starts_with("\r\n");
        text.remove_prefix(std::min(end + (has_both ? 2 : 1), text.size()));
    }
    return stuffed + ".\r\n";
}

std::string_view unstuff_dots(std::string_view line) {
    return line.starts_with('.') ? line.substr(1) : line;
}

}  // namespace patchcord::models::apps::mail
