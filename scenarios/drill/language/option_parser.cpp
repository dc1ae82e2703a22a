// TCP options of a packet line. They become bytes here, since their order and padding are what is written.
// Kinds: RFC 9293, 2018 (SACK), 7323 (wscale, TS), 2385 (md5), 7413 (FO), 6994 (FOEXP, exp-). Not here: what
// hosts make of them. Read next: scenarios/drill/language/packet_parser.cpp.
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace patchcord::scenarios::drill::language {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostBytes = 40;
constexpr std::uint8_t kExperiment = 254;
constexpr std::uint16_t kFastOpenExperiment = 0xF989;
constexpr std::array<std::string_view, 13> kNames{
    "mss", "wscale", "sackOK", "sack", "TS", "nop", "eol", "md5", "FO", "FOEXP", "gen-KIND", "exp-ID", "..."};

void put(Bytes& bytes, std::uint64_t value, int size) {
    for (int i = size - 1; i >= 0; --i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void put_option(Bytes& options, std::uint8_t kind, const Bytes& data) {
    options.push_back(kind);
    options.push_back(static_cast<std::uint8_t>(data.size() + 2));
    options.insert(options.end(), data.begin(), data.end());
}

/// Hexadecimal digits, perhaps none.
Bytes hex(Cursor& cursor) {
    const Place start = cursor.place();
    const std::string digits = cursor.word();
    const bool all_hex =
        std::ranges::all_of(digits, [](unsigned char digit) { return std::isxdigit(digit) != 0; });
    if (!all_hex || digits.size() % 2 != 0 || digits.size() > 2 * kMostBytes)
        fail_at(start, fmt::format("bytes are pairs of hexadecimal digits, at most {}, not \"{}\"",
                                   kMostBytes, digits.substr(0, 2 * kMostBytes)));
    Bytes bytes(digits.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        std::from_chars(&digits[2 * i], &digits[2 * i] + 2, bytes[i], 16);
    return bytes;
}

Bytes md5(Cursor& cursor) {
    if (cursor.peek_word() == "valid") cursor.unsupported("TCP option md5 with a digest made from a secret");
    return hex(cursor);
}

Bytes sack_blocks(Cursor& cursor) {
    Bytes blocks;
    while (std::isdigit(static_cast<unsigned char>(cursor.peek())) != 0) {
        put(blocks, cursor.number<std::uint32_t>("the left edge of a SACK block"), 4);
        cursor.expect(":");
        put(blocks, cursor.number<std::uint32_t>("the right edge of a SACK block"), 4);
        if (blocks.size() > kMostBytes) cursor.fail("more SACK blocks than a header holds");
    }
    return blocks;
}

Bytes timestamps(Cursor& cursor) {
    Bytes both;
    cursor.expect("val");
    if (cursor.peek() == '.') cursor.unsupported("TS val that is not checked");
    put(both, cursor.number<std::uint32_t>("TS val"), 4);
    cursor.expect("ecr");
    put(both, cursor.number<std::uint32_t>("TS ecr"), 4);
    if (cursor.peek() == '!') cursor.unsupported("TS ecr as it is on the wire");
    return both;
}

/// RFC 6994: kind 254, an experiment's 16 bits, its data.
void put_experiment(Bytes& options, std::uint16_t id, const Bytes& data) {
    options.push_back(kExperiment);
    options.push_back(static_cast<std::uint8_t>(data.size() + 4));
    put(options, id, 2);
    options.insert(options.end(), data.begin(), data.end());
}

/// nplab's "gen-KIND data", "exp-ID data", "exp-FO cookie".
void generic_option(Cursor& cursor, std::string_view name, Bytes& options) {
    cursor.expect("-");
    const Place place = cursor.place();
    if (name == "gen") {
        const auto kind = cursor.number<std::uint8_t>("the kind of a TCP option");
        return put_option(options, kind, hex(cursor));
    }
    const std::string id = cursor.word();
    if (id == "FO") return put_experiment(options, kFastOpenExperiment, hex(cursor));
    if (id.starts_with("AccECN") || id == "tarr") unsupported_at(place, "TCP option exp-" + id);
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value, 16);
    if (error != std::errc{} || end != id.data() + id.size())
        fail_at(place, fmt::format("an experiment has four hexadecimal digits, not \"{}\"", id));
    put_experiment(options, value, hex(cursor));
}

[[noreturn]] void refuse(Place place, std::string_view name) {
    if (name.starts_with("AccECN") || name == "ECN")
        unsupported_at(place, fmt::format("TCP option {} (accurate ECN)", name));
    if (name.starts_with("mp_") || name.starts_with("mpcapable") || name.starts_with("add_addr") ||
        name == "dss")
        unsupported_at(place, fmt::format("TCP option {} (Multipath TCP)", name));
    fail_at(place, fmt::format("\"{}\" is no TCP option{}", name, did_you_mean(name, kNames)));
}

void option(Cursor& cursor, Bytes& options) {
    const Place place = cursor.place();
    const std::string name{cursor.peek_word()};
    if (name.empty()) cursor.fail(fmt::format("a TCP option is expected here, not {}", cursor.found()));
    cursor.take(name);
    Bytes data;
    if (name == "nop" || name == "NOP") return options.push_back(1);
    if (name == "eol" || name == "EOL") return options.push_back(0);
    if (name == "gen" || name == "exp" || name == "EXP") return generic_option(cursor, name, options);
    if (name == "mss") {
        put(data, cursor.number<std::uint16_t>("mss"), 2);
        put_option(options, 2, data);
    } else if (name == "wscale") {
        put(data, cursor.number<std::uint8_t>("wscale"), 1);
        put_option(options, 3, data);
    } else if (name == "sackOK") {
        put_option(options, 4, data);
    } else if (name == "sack") {
        put_option(options, 5, sack_blocks(cursor));
    } else if (name == "TS") {
        put_option(options, 8, timestamps(cursor));
    } else if (name == "md5") {
        put_option(options, 19, md5(cursor));
    } else if (name == "FO") {
        put_option(options, 34, hex(cursor));
    } else if (name == "FOEXP") {
        put_experiment(options, kFastOpenExperiment, hex(cursor));
    } else {
        refuse(place, name);
    }
}

/// nplab's "<020405b4>": the bytes themselves.
bool is_hex_blob(std::string_view word) {
    return word.size() > 2 &&
           std::ranges::all_of(word, [](unsigned char digit) { return std::isxdigit(digit); });
}

}  // namespace

std::vector<std::uint8_t> tcp_options(Cursor& cursor) {
    const Place start = cursor.place();
    Bytes options;
    if (is_hex_blob(cursor.peek_word())) {
        options = hex(cursor);
        cursor.expect(">");
    }
    const bool is_blob = !options.empty();
    while (!is_blob && !cursor.take(">")) {
        if (!options.empty()) cursor.expect(",");
        option(cursor, options);
        if (options.size() > kMostBytes) fail_at(start, "TCP options of more than 40 bytes");
    }
    if (options.size() % 4 != 0)
        fail_at(start, fmt::format("TCP options of {} bytes: they must fill a multiple of 4, with nop or eol",
                                   options.size()));
    return options;
}

}  // namespace patchcord::scenarios::drill::language
