// Walks a path through the document and, beside it, through the tables, which know the names that could stand
// there. Read next: scenarios/load/override.hpp.
#include "scenarios/load/override.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/tables.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/json_parser.hpp"
#include "scenarios/load/value.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

class Walk {
  public:
    Walk(const Override& change, Document& document, Diagnostics& problems);

    /// Goes to the part that `name` is of the value where it stands; false if there is none, which it
    /// reports.
    bool step(std::string_view name, bool last);
    void put(JsonValue value);

    std::shared_ptr<const SourceText> source() const { return document_.sources.back(); }
    std::uint16_t source_index() const { return static_cast<std::uint16_t>(document_.sources.size() - 1); }
    bool fail(std::string message, std::string expected, std::string_view meant = {});

  private:
    bool step_into_list(std::string_view name);
    bool step_into_object(std::string_view name, bool last);
    bool may_be_new(std::string_view name, bool last) const;
    void add(std::string_view name);
    bool report_unknown(std::string_view name);

    Document& document_;
    Diagnostics& problems_;
    JsonValue* at_;
    std::string pointer_;
    const Table* table_ =
        &kScenarioTable;    ///< its keys, or those of each of its entries; nullptr beyond the tables
    bool in_entry_ = true;  ///< it is one object, not a list or map of them
};

Walk::Walk(const Override& change, Document& document, Diagnostics& problems)
    : document_{document}, problems_{problems}, at_{&document.root} {
    document_.sources.push_back(
        std::make_shared<const SourceText>(change.label, change.value, SourceText::Origin::Option));
}

bool Walk::fail(std::string message, std::string expected, std::string_view meant) {
    problems_.add({{source(), 0, static_cast<std::uint32_t>(source()->text().size()), pointer_},
                   std::move(message),
                   std::move(expected),
                   meant.empty() ? "" : in_quotes(meant)});
    return false;
}

bool Walk::step(std::string_view name, bool last) {
    if (at_->is_list()) return step_into_list(name);
    if (at_->is_object()) return step_into_object(name, last);
    return fail(fmt::format("{} has no part {}", shown(*at_), in_quotes(name)), "a path that ends there");
}

bool Walk::step_into_list(std::string_view name) {
    std::size_t position = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), position);
    const std::size_t count = at_->children.size();
    if (error != std::errc{} || end != name.data() + name.size() || position >= count) {
        return fail(
            fmt::format("no position {}", in_quotes(name)),
            count == 0 ? "an entry, but the list is empty" : fmt::format("a number from 0 to {}", count - 1));
    }
    at_ = &at_->children[position];
    pointer_ = child_pointer(pointer_, position);
    if (table_ == &kAppTable) table_ = nullptr;  // the keys depend on the application: the loader knows them
    in_entry_ = true;
    return true;
}

bool Walk::may_be_new(std::string_view name, bool last) const {
    if (table_ == nullptr) return last;
    if (!in_entry_) return false;
    const Field* field = find_field(table_->fields, name);
    return field != nullptr && (last || field->kind == FieldKind::Object);
}

bool Walk::step_into_object(std::string_view name, bool last) {
    if (at_->find(name) == nullptr) {
        if (!may_be_new(name, last)) return report_unknown(name);
        add(name);
    }
    at_ = const_cast<JsonValue*>(at_->find(name));
    pointer_ = child_pointer(pointer_, name);
    if (table_ != nullptr && !in_entry_) {
        in_entry_ = true;
        return true;
    }
    const Field* field = table_ == nullptr ? nullptr : find_field(table_->fields, name);
    table_ = field == nullptr ? nullptr : field->inner;
    in_entry_ = field == nullptr || field->kind == FieldKind::Object;
    return true;
}

void Walk::add(std::string_view name) {
    JsonValue& value = at_->children.emplace_back();
    value.type = JsonValue::Type::Object;
    value.source = source_index();
    value.key = name;
}

bool Walk::report_unknown(std::string_view name) {
    std::vector<std::string_view> known;
    const Field* field = table_ != nullptr && in_entry_ ? find_field(table_->fields, name) : nullptr;
    if (field != nullptr && !has_parts(field->kind)) {
        return fail(fmt::format("{} has no parts", in_quotes(name)), "a path that ends there");
    }
    if (table_ != nullptr && in_entry_) {
        known = names_of(table_->fields);
    } else {
        for (const JsonValue& child : at_->children)
            known.push_back(child.key);
    }
    return fail(fmt::format("no {}", in_quotes(name)), one_of(known), nearest(name, known));
}

void Walk::put(JsonValue value) {
    value.key = std::move(at_->key);
    *at_ = std::move(value);
}

JsonValue parse_or_quote(const Override& change, const Walk& walk) {
    Diagnostics ignored;
    if (auto parsed = parse_json(walk.source(), walk.source_index(), ignored); parsed && ignored.empty())
        return *parsed;
    JsonValue text;
    text.type = JsonValue::Type::String;
    text.source = walk.source_index();
    text.span = {0, static_cast<std::uint32_t>(change.value.size())};
    text.text = change.value;
    return text;
}

}  // namespace

void apply_override(const Override& change, Document& document, Diagnostics& problems) {
    Walk walk{change, document, problems};
    std::string_view rest = change.path;
    for (bool last = false; !last;) {
        const std::size_t dot = rest.find('.');
        last = dot == std::string_view::npos;
        const std::string_view name = rest.substr(0, dot);
        if (name.empty()) {
            walk.fail(fmt::format("the path {} has an empty part", in_quotes(change.path)),
                      "names and positions: cables.0.length");
            return;
        }
        if (!walk.step(name, last)) return;
        if (!last) rest.remove_prefix(dot + 1);
    }
    walk.put(parse_or_quote(change, walk));
}

}  // namespace patchcord::scenarios
