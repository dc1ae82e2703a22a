// A JSON document as a tree of values that know where they were written. Objects keep the order of their
// keys; a key that was given twice is reported when the text is read, and only its first value is here.
// Numbers stay text, so that nothing is rounded before someone knows what the number means. Read next:
// scenarios/load/json_parser.hpp.
#pragma once

#include "scenarios/description/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

/// Offsets in a source text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct JsonValue {
    enum class Type : std::uint8_t { Null, Flag, Integer, Real, String, List, Object };

    Type type = Type::Null;
    std::uint16_t source = 0;  ///< position in Document::sources
    Span span;                 ///< of a list or an object only the opening bracket
    Span key_span;             ///< with the quotes; empty outside of objects
    std::string key;
    std::string text;  ///< a string's characters; else the value as written
    std::vector<JsonValue> children;

    bool is_object() const { return type == Type::Object; }
    bool is_list() const { return type == Type::List; }
    const JsonValue* find(std::string_view name) const {
        for (const JsonValue& child : children) {
            if (child.key == name) return &child;
        }
        return nullptr;
    }
};

struct Document {
    std::vector<std::shared_ptr<const SourceText>> sources;  ///< the file, then one for each --set
    JsonValue root;

    Place place(const JsonValue& value, std::string pointer) const {
        return {sources[value.source], value.span.begin, value.span.end, std::move(pointer)};
    }
    /// Of the key, or of the value when it has none.
    Place key_place(const JsonValue& value, std::string pointer) const {
        if (value.key_span.end == 0) return place(value, std::move(pointer));
        return {sources[value.source], value.key_span.begin, value.key_span.end, std::move(pointer)};
    }
};

/// `pointer` with one more reference token (RFC 6901: "~" and "/" are escaped).
std::string child_pointer(std::string_view pointer, std::string_view token);
std::string child_pointer(std::string_view pointer, std::size_t index);

}  // namespace patchcord::scenarios
