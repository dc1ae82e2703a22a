// Small parsers, each for one line. Numbers are bounded where they are read.
// What RFC 9112 lets a recipient forgive is not forgiven: a simulated peer that writes it has a bug.
// Read next: models/apps/web/http_text.hpp.
#include "models/apps/web/http_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace patchcord::models::apps::web {
namespace {

constexpr std::string_view kScheme = "http://";

bool is_token_letter(char letter) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";  // RFC 9110 5.6.2
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || kMarks.find(letter) != std::string_view::npos;
}
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_letter);
}
/// What may stand in a target or a value: no controls.
bool is_visible(char letter) {
    return static_cast<unsigned char>(letter) > ' ' && letter != '\x7F';
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

template <class Number>
std::optional<Number> number(std::string_view digits, Number largest, int base = 10) {
    Number value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return {};
    if (digits.front() == '-' || value > largest) return {};
    return value;
}

/// 0 or 1, of "HTTP/1.0" and "HTTP/1.1".
std::optional<int> minor_version(std::string_view text) {
    if (text == "HTTP/1.1") return 1;
    if (text == "HTTP/1.0") return 0;
    return {};
}

/// Without its last segment: "/a/b.html?q" -> "/a/".
std::string_view folder_of(std::string_view target) {
    const std::string_view path = target.substr(0, target.find('?'));
    return path.substr(0, path.rfind('/') + 1);
}

/// The value of `name` in the tag `tag`, which starts after its "<".
std::string_view attribute(std::string_view tag, std::string_view name) {
    const std::string start = fmt::format(" {}=\"", name);
    const std::size_t found = tag.find(start);
    if (found == std::string_view::npos) return {};
    tag.remove_prefix(found + start.size());
    const std::size_t end = tag.find('"');
    return end == std::string_view::npos ? std::string_view{} : tag.substr(0, end);
}

}  // namespace

const std::string* Head::find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields, [&](const Field& field) { return same_word(field.name, name); });
    return found == fields.end() ? nullptr : &found->value;
}

bool Head::has_token(std::string_view name, std::string_view token) const {
    const std::string* value = find(name);
    if (value == nullptr) return false;
    std::string_view rest = *value;
    for (;;) {
        const std::size_t comma = rest.find(',');
        if (same_word(trimmed(rest.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        rest.remove_prefix(comma + 1);
    }
}

std::optional<RequestLine> parse_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return {};
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const auto minor = minor_version(line.substr(last + 1));
    if (!is_token(method) || !std::ranges::all_of(target, is_visible) || !minor) return {};
    return RequestLine{std::string{method}, std::string{target}, *minor};
}

std::optional<StatusLine> parse_status_line(std::string_view line) {
    constexpr std::size_t kCode = 9, kReason = 13;
    if (line.size() < kReason || line[kCode - 1] != ' ' || line[kReason - 1] != ' ') return {};
    const auto minor = minor_version(line.substr(0, kCode - 1));
    const auto code = number<int>(line.substr(kCode, 3), 599);
    if (!minor || !code || *code < 100) return {};
    return StatusLine{*minor, *code, std::string{line.substr(kReason)}};
}

std::optional<Field> parse_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return {};
    return Field{std::string{line.substr(0, colon)}, std::string{trimmed(line.substr(colon + 1))}};
}

std::optional<std::size_t> parse_chunk_size(std::string_view line) {
    return number<std::size_t>(trimmed(line.substr(0, line.find(';'))), kLargestBody, 16);
}

std::optional<std::size_t> parse_content_length(std::string_view value) {
    return number<std::size_t>(value, kLargestBody);
}

std::string format_head(std::string_view start, std::span<const Field> fields) {
    std::string text{start};
    text += "\r\n";
    for (const Field& field : fields)
        text += fmt::format("{}: {}\r\n", field.name, field.value);
    return text + "\r\n";
}

std::string format_chunks(std::string_view body, std::size_t size) {
    std::string text;
    for (; !body.empty(); body.remove_prefix(std::min(size, body.size()))) {
        const std::string_view chunk = body.substr(0, size);
        text += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
    }
    return text + "0\r\n\r\n";
}

std::string_view reason_phrase(int code) {
    constexpr std::array kPhrases{std::pair{200, "OK"},
                                  std::pair{400, "Bad Request"},
                                  std::pair{404, "Not Found"},
                                  std::pair{405, "Method Not Allowed"},
                                  std::pair{408, "Request Timeout"},
                                  std::pair{414, "URI Too Long"}};
    const auto found = std::ranges::find(kPhrases, code, &std::pair<int, const char*>::first);
    return found == kPhrases.end() ? "" : found->second;
}

std::string Url::authority() const {
    return port == 80 ? host : fmt::format("{}:{}", host, port);
}

std::optional<Url> Url::resolve(std::string_view reference) const {
    if (reference.find("://") != std::string_view::npos) return parse_url(reference);
    const bool from_root = reference.starts_with('/');
    return parse_url(
        fmt::format("{}{}{}{}", kScheme, authority(), from_root ? "" : folder_of(target), reference));
}

std::optional<Url> parse_url(std::string_view text) {
    if (!same_word(text.substr(0, kScheme.size()), kScheme)) return {};
    text.remove_prefix(kScheme.size());
    text = text.substr(0, text.find('#'));
    const std::size_t path = text.find_first_of("/?");
    std::string_view host = text.substr(0, path);
    Url url;
    if (path != std::string_view::npos) url.target = text.substr(path);
    if (url.target.starts_with('?')) url.target.insert(0, "/");
    if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
        const auto port = number<std::uint16_t>(host.substr(colon + 1), 65'535);
        if (!port || *port == 0) return {};
        url.port = *port;
        host = host.substr(0, colon);
    }
    const auto is_host_letter = [](char letter) {
        return letter == '.' || letter == '-' || letter == '_' ||
               (lower(letter) >= 'a' && lower(letter) <= 'z') || (letter >= '0' && letter <= '9');
    };
    if (host.empty() || !std::ranges::all_of(host, is_host_letter)) return {};
    if (!std::ranges::all_of(url.target, is_visible)) return {};
    url.host = host;
    std::ranges::transform(url.host, url.host.begin(), lower);
    return url;
}

std::string to_string(const Url& url) {
    return fmt::format("{}{}{}", kScheme, url.authority(), url.target);
}

std::vector<std::string> embedded_references(std::string_view html) {
    constexpr std::array kTags{std::pair<std::string_view, std::string_view>{"img ", "src"},
                               std::pair<std::string_view, std::string_view>{"script ", "src"},
                               std::pair<std::string_view, std::string_view>{"link ", "href"}};
    std::vector<std::string> references;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const std::string_view rest = html.substr(at + 1);
        const std::string_view tag = rest.substr(0, rest.find('>'));
        for (const auto& [name, key] : kTags) {
            const std::string_view value = tag.starts_with(name) ? attribute(tag, key) : std::string_view{};
            if (!value.empty()) references.emplace_back(value);
        }
    }
    return references;
}

}  // namespace patchcord::models::apps::web
