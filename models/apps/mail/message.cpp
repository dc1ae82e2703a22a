// The fields in the order in which mail programs write them.
// A subject is one line: what would begin another field becomes a blank.
// Read next: models/apps/mail/message.hpp.
#include "models/apps/mail/message.hpp"

#include "models/apps/mail/smtp_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace patchcord::models::apps::mail {
namespace {

std::string one_line(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(
        line, [](char letter) { return letter == '\r' || letter == '\n'; }, ' ');
    return line;
}

/// The line at the front of `text` without its end, which is removed with it.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t';
}

}  // namespace

std::string format_date(sim::Time time) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto second = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
    const std::chrono::sys_days day{std::chrono::floor<std::chrono::days>(second)};
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{second - day.time_since_epoch()};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                       kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string format_message(const Message& message) {
    std::string text =
        fmt::format("Date: {}\nFrom: {}\nTo: {}\nMessage-ID: <{}>\nSubject: {}\n", format_date(message.date),
                    message.from, message.to, message.id, one_line(message.subject));
    if (!is_ascii(message.text))
        text +=
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
    return text + "\n" + message.text;
}

std::string field_of(std::string_view message, std::string_view name) {
    while (!message.empty()) {
        std::string_view line = take_line(message);
        if (line.empty()) return {};
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(line.substr(0, colon), name)) continue;
        line.remove_prefix(colon + 1);
        while (!line.empty() && is_blank(line.front()))
            line.remove_prefix(1);
        std::string value{line};
        while (!message.empty() && is_blank(message.front()))
            value += take_line(message);
        return value;
    }
    return {};
}

}  // namespace patchcord::models::apps::mail
