// The SAX handler that builds the tree. A token begins where the gap after the token before it ends, and ends
// where the counting iterator stands (numbers apart: the lexer has read one character beyond). Read next:
// scenarios/load/json_parser.hpp.
#include "scenarios/load/json_parser.hpp"

#include "scenarios/description/text.hpp"
#include "scenarios/load/syntax_errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

/// The end of the number that begins at `at` (RFC 8259 6), or `at` when none does.
std::size_t number_end(std::string_view text, std::size_t at) {
    const auto digits = [&](std::size_t from) {
        return std::min(text.find_first_not_of("0123456789", from), text.size());
    };
    const auto stands = [&](std::string_view characters, std::size_t where) {
        return where < text.size() && characters.find(text[where]) != std::string_view::npos;
    };
    const std::size_t first = stands("-", at) ? at + 1 : at;
    std::size_t end = stands("0", first) ? first + 1 : digits(first);
    if (end == first) return at;
    if (stands(".", end) && digits(end + 1) > end + 1) end = digits(end + 1);
    if (!stands("eE", end)) return end;
    const std::size_t exponent = stands("+-", end + 1) ? end + 2 : end + 1;
    return digits(exponent) > exponent ? digits(exponent) : end;
}

/// Walks over a text and tells, through `consumed`, how far it has come.
class CountingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, std::size_t* consumed) : at_{at}, consumed_{consumed} {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        ++at_;
        ++*consumed_;
        return *this;
    }
    CountingIterator operator++(int) {
        const CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator& left, const CountingIterator& right) {
        return left.at_ == right.at_;
    }
    friend bool operator!=(const CountingIterator& left, const CountingIterator& right) {
        return !(left == right);
    }

  private:
    const char* at_;
    std::size_t* consumed_;
};

class TreeBuilder {
  public:
    TreeBuilder(std::shared_ptr<const SourceText> source, std::uint16_t source_index, Diagnostics& problems)
        : source_{std::move(source)}, source_index_{source_index}, problems_{problems} {
        const auto start = static_cast<std::uint32_t>(source_->start());
        context_.previous = {start, start};
    }

    std::optional<JsonValue> build() {
        const std::string_view text = source_->text();
        const bool complete =
            nlohmann::json::sax_parse(CountingIterator{text.data(), &consumed_},
                                      CountingIterator{text.data() + text.size(), &consumed_}, this,
                                      nlohmann::json::input_format_t::json, true, true);
        if (!complete) return {};
        // The lexer takes a NUL for the end of its input.
        if (skip_gap(text, context_.previous.end).end != text.size()) return report_syntax(), std::nullopt;
        return std::move(root_);
    }

    // What nlohmann::json calls, in the order of the text; false stops it.
    bool null() { return scalar(JsonValue::Type::Null); }
    bool boolean(bool) { return scalar(JsonValue::Type::Flag); }
    bool number_integer(std::int64_t) { return scalar(JsonValue::Type::Integer); }
    bool number_unsigned(std::uint64_t) { return scalar(JsonValue::Type::Integer); }
    bool number_float(double, const std::string& written) {
        const bool real = written.find_first_of(".eE") != std::string::npos;
        return scalar(real ? JsonValue::Type::Real : JsonValue::Type::Integer);
    }
    bool string(std::string& text) { return scalar(JsonValue::Type::String, std::move(text)); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(JsonValue::Type::Object, '{'); }
    bool start_array(std::size_t) { return open(JsonValue::Type::List, '['); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name);
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) {
        report_syntax();
        return false;
    }

  private:
    /// An object or list that is being read.
    struct Open {
        JsonValue* value;
        std::unordered_map<std::string, std::uint32_t> keys;  ///< and where each was seen first
        bool repeated;  ///< its own key was there before: read, then forget it
    };
    struct Key {
        std::string name;
        Span span;
        bool repeated = false;
    };

    JsonValue* add(JsonValue::Type type, Span span);
    bool scalar(JsonValue::Type type, std::string text = {});
    bool open(JsonValue::Type type, char bracket);
    bool close();
    void forget_if(bool repeated) {
        if (repeated) open_.back().value->children.pop_back();
    }

    Span next_token() const;
    void after(SyntaxContext::After what, Span token, bool number = false);
    void report_syntax();
    bool refuse(Span span, std::string message, std::string expected);
    std::string pointer() const;

    std::shared_ptr<const SourceText> source_;
    std::uint16_t source_index_;
    Diagnostics& problems_;
    std::size_t consumed_ = 0;
    std::size_t values_ = 0;
    JsonValue root_;
    std::vector<Open> open_;
    Key key_;
    SyntaxContext context_;
};

Span TreeBuilder::next_token() const {
    const std::string_view text = source_->text();
    const std::size_t begin = skip_gap(text, context_.previous.end).end;
    const std::size_t end = number_end(text, begin);
    if (end > begin) return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(consumed_)};
}

void TreeBuilder::after(SyntaxContext::After what, Span token, bool number) {
    context_.after = what;
    context_.previous = token;
    context_.previous_is_number = number;
    context_.container = 0;
    if (open_.empty()) return;
    context_.container = open_.back().value->is_object() ? '{' : '[';
}

std::string TreeBuilder::pointer() const {
    std::string pointer;
    for (std::size_t level = 1; level < open_.size(); ++level) {
        const JsonValue& parent = *open_[level - 1].value;
        pointer = parent.is_object() ? child_pointer(pointer, open_[level].value->key)
                                     : child_pointer(pointer, parent.children.size() - 1);
    }
    return pointer;
}

bool TreeBuilder::refuse(Span span, std::string message, std::string expected) {
    problems_.add({{source_, span.begin, span.end, pointer()}, std::move(message), std::move(expected), {}});
    return false;
}

void TreeBuilder::report_syntax() {
    if (!open_.empty()) context_.container_line = source_->position(open_.back().value->span.begin).line;
    SyntaxError error = explain_syntax_error(source_->text(), context_);
    problems_.add({{source_, error.span.begin, error.span.end, pointer()},
                   std::move(error.message),
                   std::move(error.expected),
                   std::move(error.suggestion)});
}

bool TreeBuilder::key(std::string& name) {
    const Span span = next_token();
    const auto [first, is_new] = open_.back().keys.try_emplace(name, span.begin);
    if (!is_new) {
        refuse(span,
               fmt::format("{} is given twice (first on line {})", in_quotes(name),
                           source_->position(first->second).line),
               "each key once");
    }
    key_ = {std::move(name), span, !is_new};
    after(SyntaxContext::After::Key, span);
    return !problems_.full();
}

JsonValue* TreeBuilder::add(JsonValue::Type type, Span span) {
    if (++values_ > kMaxValues) {
        refuse(span, fmt::format("more than {} values", kMaxValues), "a smaller scenario");
        return nullptr;
    }
    JsonValue* value = &root_;
    if (!open_.empty()) value = &open_.back().value->children.emplace_back();
    value->type = type;
    value->source = source_index_;
    value->span = span;
    value->key = std::move(key_.name);
    value->key_span = key_.span;
    return value;
}

bool TreeBuilder::scalar(JsonValue::Type type, std::string text) {
    const Span span = next_token();
    JsonValue* value = add(type, span);
    if (value == nullptr) return false;
    const std::string_view written = source_->text().substr(span.begin, span.end - span.begin);
    value->text = type == JsonValue::Type::String ? std::move(text) : std::string{written};
    forget_if(std::exchange(key_, {}).repeated);
    after(SyntaxContext::After::Value, span,
          type == JsonValue::Type::Integer || type == JsonValue::Type::Real);
    return true;
}

bool TreeBuilder::open(JsonValue::Type type, char bracket) {
    const auto begin = static_cast<std::uint32_t>(skip_gap(source_->text(), context_.previous.end).end);
    const Span span{begin, begin + 1};
    if (open_.size() == kMaxDepth) {
        return refuse(span, fmt::format("\"{}\" nested more than {} deep", bracket, kMaxDepth),
                      "a scenario, which needs 10 levels at the most");
    }
    JsonValue* value = add(type, span);
    if (value == nullptr) return false;
    open_.push_back({value, {}, std::exchange(key_, {}).repeated});
    after(SyntaxContext::After::Opening, span);
    return true;
}

bool TreeBuilder::close() {
    const auto begin = static_cast<std::uint32_t>(skip_gap(source_->text(), context_.previous.end).end);
    const bool repeated = open_.back().repeated;
    open_.pop_back();
    forget_if(repeated);
    after(SyntaxContext::After::Value, {begin, begin + 1});
    return true;
}

}  // namespace

std::string child_pointer(std::string_view pointer, std::string_view token) {
    std::string out{pointer};
    out += '/';
    for (const char byte : token) {
        if (byte == '~') {
            out += "~0";
        } else if (byte == '/') {
            out += "~1";
        } else {
            out += byte;
        }
    }
    return out;
}

std::string child_pointer(std::string_view pointer, std::size_t index) {
    return fmt::format("{}/{}", pointer, index);
}

std::optional<JsonValue> parse_json(std::shared_ptr<const SourceText> source, std::uint16_t source_index,
                                    Diagnostics& problems) {
    return TreeBuilder{std::move(source), source_index, problems}.build();
}

}  // namespace patchcord::scenarios
