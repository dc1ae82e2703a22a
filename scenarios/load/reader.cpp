// Unknown keys, missing keys, wrong kinds: the problems that every object can have.
// Read next: scenarios/load/reader.hpp.
#include "scenarios/load/reader.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace patchcord::scenarios {
namespace {

/// How many bytes of a JSON text the character at its beginning takes, and how many it stands for (RFC 8259
/// 7).
std::pair<std::uint32_t, std::uint32_t> character(std::string_view json) {
    if (json[0] != '\\' || json.size() < 2) return {1, 1};
    if (json[1] != 'u' || json.size() < 6) return {2, 1};
    const auto code = std::stoul(std::string{json.substr(2, 4)}, nullptr, 16);
    if (code >= 0xD800 && code < 0xDC00) return {12, 4};
    return {6, code < 0x80 ? 1 : code < 0x800 ? 2 : 3};
}

/// `part` counts the bytes of the string's characters; in the file some are written with escapes. At least
/// one character is shown.
Place part_of_string(Place place, Span part) {
    const std::string_view text = place.source->text();
    if (place.begin >= text.size() || text[place.begin] != '"') return place;
    const std::uint32_t last = place.end - 1;
    std::uint32_t here = place.begin + 1;
    std::uint32_t count = 0;
    const auto advance = [&](std::uint32_t until) {
        while (here < last && count < until) {
            const auto [written, meant] = character(text.substr(here));
            here += written;
            count += meant;
        }
    };
    advance(part.begin);
    place.begin = here;
    advance(part.end);
    place.end = std::max(here, place.begin + 1);
    return place;
}

}  // namespace

void Reader::complain(Place place, std::string message, std::string expected, std::string suggestion) {
    problems_.add({std::move(place), std::move(message), std::move(expected), std::move(suggestion)});
}

void Reader::complain(const JsonValue& value, std::string pointer, ValueProblem problem) {
    if (problem.message.empty()) return;
    Place place = document_.place(value, std::move(pointer));
    if (problem.within) place = part_of_string(std::move(place), *problem.within);
    complain(std::move(place), std::move(problem.message), std::move(problem.expected),
             std::move(problem.suggestion));
}

void Reader::complain_at_key(const JsonValue& value, std::string pointer, ValueProblem problem) {
    complain(document_.key_place(value, std::move(pointer)), std::move(problem.message),
             std::move(problem.expected), std::move(problem.suggestion));
}

void Reader::report_unknown(const JsonValue& member, const std::string& pointer,
                            std::span<const Field> fields) {
    const std::vector<std::string_view> known = names_of(fields);
    const std::string_view meant = nearest(member.key, known);
    complain_at_key(member, pointer,
                    {fmt::format("unknown key {}", in_quotes(member.key)), one_of(known),
                     meant.empty() ? "" : in_quotes(meant)});
}

void Reader::report_missing(const JsonValue& object, const std::string& pointer, const Field& field) {
    complain_at_key(object, pointer,
                    {fmt::format("no {}", in_quotes(field.name)),
                     fmt::format("{}: {}", in_quotes(field.name), expectation(field)),
                     {}});
}

void Reader::read_fields(const JsonValue& object, const std::string& pointer, std::span<const Field> fields,
                         const Sink& sink) {
    for (const JsonValue& member : object.children) {
        if (problems_.full()) return;
        const Field* field = find_field(fields, member.key);
        if (field == nullptr) {
            report_unknown(member, pointer, fields);
        } else if (!has_parts(field->kind)) {
            ValueResult value = read_value(*field, member, names_);
            if (value) {
                sink(*field, std::move(*value));
            } else {
                complain(member, child_pointer(pointer, member.key), std::move(value.error()));
            }
        }
    }
    for (const Field& field : fields) {
        if (field.required && object.find(field.name) == nullptr) report_missing(object, pointer, field);
    }
}

void Reader::read_into(Target target, const JsonValue& object, const std::string& pointer,
                       const Table& table) {
    read_fields(object, pointer, table.fields,
                [&](const Field& field, FieldValue&& value) { field.store(target, std::move(value)); });
}

bool Reader::expect_object(const Field& field, const JsonValue& value, const std::string& pointer) {
    if (value.is_object()) return true;
    complain(value, pointer, {fmt::format("{} is not an object", shown(value)), expectation(field), {}});
    return false;
}

bool Reader::expect_list(const Field& field, const JsonValue& value, const std::string& pointer) {
    if (value.is_list()) return true;
    complain(value, pointer, {fmt::format("{} is not a list", shown(value)), expectation(field), {}});
    return false;
}

void Reader::for_each_object(const Field& field, const JsonValue& list, const std::string& pointer,
                             const Visit& visit) {
    if (!expect_list(field, list, pointer)) return;
    const std::size_t count = list.children.size();
    if (count > static_cast<std::size_t>(range_of(field).max)) {
        complain(list, pointer,
                 {fmt::format("{} entries", count), fmt::format("{} at the most", field.range.max), {}});
        return;
    }
    for (std::size_t at = 0; at < count && !problems_.full(); ++at) {
        const JsonValue& entry = list.children[at];
        const std::string entry_pointer = child_pointer(pointer, at);
        if (entry.is_object()) {
            visit(entry, entry_pointer);
        } else {
            complain(entry, entry_pointer,
                     {fmt::format("{} is not an object", shown(entry)), "an object { ... }", {}});
        }
    }
}

void store_fallbacks(Target target, const Table& table) {
    for (const Field& field : table.fields)
        store_fallback(target, field);
}

void store_fallback(Target target, const Field& field) {
    if (!field.fallback.empty() && field.store != nullptr) field.store(target, fallback_value(field));
}

}  // namespace patchcord::scenarios
