// One definition for each table, one for each application and each socket call. Where a word decides which
// keys there are ("kind", "app", "call"), the schema asks for the word first, so that a validator complains
// about the keys of the one that was meant. Read next: scenarios/load/schema/json_schema.hpp.
#include "scenarios/load/schema/json_schema.hpp"

#include "scenarios/description/tables.hpp"
#include "scenarios/load/schema/patterns.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;
using Json = nlohmann::ordered_json;

/// A word that decides which definition an object has to fit.
struct Choice {
    std::string_view word;
    std::string definition;
};

Json reference(const std::string& definition) {
    return {{"$ref", "#/$defs/" + definition}};
}

Json text_like(const std::string& pattern) {
    return {{"type", "string"}, {"pattern", pattern}};
}

Json one_of_words(const std::vector<std::string_view>& words) {
    return {{"type", "string"}, {"enum", words}};
}

/// "cable" of "a cable".
std::string without_article(std::string_view name) {
    for (const std::string_view article : {"a ", "an "}) {
        if (name.starts_with(article)) name.remove_prefix(article.size());
    }
    return std::string{name};
}

/// "defaults-of-hosts" of "defaults of hosts".
std::string definition_name(const Table& table) {
    std::string name = without_article(table.name);
    std::ranges::replace(name, ' ', '-');
    return name;
}

Json title_schema() {
    const Json text = {{"type", "string"}};
    return {{"anyOf",
             {text,
              {{"type", "object"},
               {"properties", {{"en", text}, {"ko", text}}},
               {"additionalProperties", false},
               {"minProperties", 1}}}}};
}

Json ends_schema() {
    return {{"type", "array"},
            {"items", text_like(whole(end_part()))},
            {"minItems", 2},
            {"maxItems", 2},
            {"uniqueItems", true}};
}

Json cable_schema() {
    return {{"anyOf", {text_like(whole(name_part())), {{"type", "integer"}, {"minimum", 0}}}}};
}

/// The default of `field`, as JSON writes it.
Json fallback_of(const Field& field) {
    switch (field.kind) {
        case FieldKind::Flag:
            return field.fallback == "true";
        case FieldKind::Count:
        case FieldKind::Port:
        case FieldKind::ErrorRatio:
        case FieldKind::Number:
            return Json::parse(field.fallback);
        default:
            return field.fallback;
    }
}

/// One alternative for each kind of fault, with the keys that it takes.
Json fault_forms() {
    Json forms = Json::array();
    for (const FaultForm& form : kFaultForms) {
        Json names = Json::array({form.key}), required = names;
        for (const std::string_view key : form.beside)
            names.push_back(key);
        for (const std::string_view needed : {form.required, form.needed})
            if (!needed.empty()) required.push_back(needed);
        forms.push_back({{"required", required}, {"propertyNames", {{"enum", names}}}});
    }
    forms.push_back({{"required", {"one-of"}}, {"propertyNames", {{"enum", {"one-of"}}}}});
    return forms;
}

class SchemaWriter {
  public:
    explicit SchemaWriter(std::span<const apps::AppDescription> applications) : applications_{applications} {}

    Json write();

  private:
    Json object(const Table& table);
    Json object(std::span<const Field> fields, std::string_view help, const apps::AppDescription* app);
    Json described(const Field& field, const apps::AppDescription* app);
    Json value(const Field& field, const apps::AppDescription* app);
    Json quantity(const Field& field);
    Json use(const Table& table);
    template <class Description>
    Json one_of_descriptions(std::span<const Description> known, const Table& common,
                             const std::string& prefix, const apps::AppDescription* app);
    static Json choose(const Field& field, std::string_view help, const std::vector<Choice>& choices);
    void define(const std::string& name, Json definition) { definitions_[name] = std::move(definition); }

    std::span<const apps::AppDescription> applications_;
    Json definitions_ = Json::object();
};

Json SchemaWriter::write() {
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "A scenario of Patchcord"}};
    schema.update(object(kScenarioTable));
    schema["$defs"] = std::move(definitions_);
    return schema;
}

Json SchemaWriter::object(const Table& table) {
    Json schema = object(table.fields, table.help, nullptr);
    if (&table == &kFaultTable) schema["oneOf"] = fault_forms();
    if (&table == &kCableTable) schema["not"] = {{"required", {"length", "delay"}}};
    return schema;
}

Json SchemaWriter::object(std::span<const Field> fields, std::string_view help,
                          const apps::AppDescription* app) {
    Json required = Json::array();
    Json properties = Json::object();
    for (const Field& field : fields) {
        if (field.required) required.push_back(field.name);
        properties[std::string{field.name}] = described(field, app);
    }
    Json schema = {{"description", help}, {"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
}

/// What may stand there, with help and default, for editors that show them.
Json SchemaWriter::described(const Field& field, const apps::AppDescription* app) {
    const bool with_unit = dimension_of(field.kind) != nullptr;
    Json schema = {{"description", with_unit ? fmt::format("{} ({})", field.help, expectation(field))
                                             : std::string{field.help}}};
    schema.update(value(field, app));
    if (!field.fallback.empty()) schema["default"] = fallback_of(field);
    return schema;
}

/// An object of `table`, defined when it is used for the first time.
Json SchemaWriter::use(const Table& table) {
    const std::string name = definition_name(table);
    if (&table == &kHostTable) {
        define(name, object(kHostTable));
        define(definition_name(kSwitchTable), object(kSwitchTable));
        define(definition_name(kHubTable), object(kHubTable));
        return choose(
            *find_field(kHostTable.fields, "kind"), "a node",
            {{"host", name}, {"switch", definition_name(kSwitchTable)}, {"hub", definition_name(kHubTable)}});
    }
    if (&table == &kAppTable) return one_of_descriptions(applications_, kAppTable, "app-", nullptr);
    if (!definitions_.contains(name)) {
        define(name, {});  // for a table that has itself in it
        define(name, object(table));
    }
    return reference(name);
}

/// Applications, or the calls of one, each with the keys of `common` and its own.
template <class Description>
Json SchemaWriter::one_of_descriptions(std::span<const Description> known, const Table& common,
                                       const std::string& prefix, const apps::AppDescription* app) {
    const Field& chooser = common.fields.back();
    std::vector<Choice> choices;
    for (const Description& description : known) {
        std::vector<Field> fields{common.fields.begin(), common.fields.end()};
        for (const apps::Parameter& parameter : description.parameters)
            fields.push_back(field_of(parameter));
        if constexpr (std::is_same_v<Description, apps::AppDescription>) app = &description;
        Json schema = object(fields, description.help, app);
        schema["properties"][std::string{chooser.name}] = {{"const", description.name}};
        for (const apps::Parameter& parameter : description.parameters) {
            if (!parameter.excludes.empty())
                schema["allOf"].push_back({{"not", {{"required", {parameter.name, parameter.excludes}}}}});
        }
        choices.push_back({description.name, fmt::format("{}{}", prefix, description.name)});
        define(choices.back().definition, std::move(schema));
    }
    return choose(chooser, common.help, choices);
}

/// An object whose `field` says which of the definitions it is; the default of the field is its first word.
Json SchemaWriter::choose(const Field& field, std::string_view help, const std::vector<Choice>& choices) {
    const std::string key{field.name};
    std::vector<std::string_view> words;
    Json branches = Json::array();
    for (const Choice& choice : choices) {
        words.push_back(choice.word);
        Json condition = {{"properties", {{key, {{"const", choice.word}}}}}};
        if (choice.word != field.fallback) condition["required"] = {key};
        branches.push_back({{"if", std::move(condition)}, {"then", reference(choice.definition)}});
    }
    Json schema = {{"description", help}, {"type", "object"}, {"properties", {{key, one_of_words(words)}}}};
    if (field.required) schema["required"] = {key};
    schema["allOf"] = std::move(branches);
    return schema;
}

/// Quantities in the range of their dimension share a definition.
Json SchemaWriter::quantity(const Field& field) {
    const Dimension& dimension = *dimension_of(field.kind);
    Json number = text_like(quantity_pattern(dimension, range_of(field)));
    if (range_of(field) == dimension.range) {
        const std::string name = without_article(dimension.name);
        define(name, std::move(number));
        number = reference(name);
    }
    if (field.kind != FieldKind::DurationOrOff) return number;
    return {{"anyOf", {{{"const", "off"}}, number}}};
}

/// `range` in thousandths.
Json number_schema(const Range& range) {
    return {{"type", "number"},
            {"minimum", static_cast<double>(range.min) / 1000},
            {"maximum", static_cast<double>(range.max) / 1000}};
}

/// An expression is only known to be a text.
Json expression_schema() {
    return {{"type", "string"}, {"minLength", 1}};
}

Json list_schema(const Range& range, Json items) {
    return {{"type", "array"}, {"minItems", range.min}, {"maxItems", range.max}, {"items", std::move(items)}};
}

/// Names, each with an `inner`.
Json map_schema(const Range& range, Json inner) {
    return {{"type", "object"},
            {"propertyNames", {{"pattern", whole(name_part())}}},
            {"minProperties", range.min},
            {"maxProperties", range.max},
            {"additionalProperties", std::move(inner)}};
}

Json choices_schema() {
    const Json values = {{"type", "array"},
                         {"minItems", 1},
                         {"items", {{"type", Json::array({"string", "number", "boolean"})}}}};
    return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", values}};
}

Json SchemaWriter::value(const Field& field, const apps::AppDescription* app) {
    switch (const Range range = range_of(field); field.kind) {
        case FieldKind::Flag:
            return {{"type", "boolean"}};
        case FieldKind::Count:
        case FieldKind::Port:
            return {{"type", "integer"}, {"minimum", range.min}, {"maximum", range.max}};
        case FieldKind::ErrorRatio:
        case FieldKind::Number:
            return number_schema(range);
        case FieldKind::Size:
        case FieldKind::Duration:
        case FieldKind::DurationOrOff:
        case FieldKind::Rate:
        case FieldKind::Length:
            return quantity(field);
        case FieldKind::Text:
        case FieldKind::App:
        case FieldKind::Call:
            return {{"type", "string"}};
        case FieldKind::Name:
        case FieldKind::Node:
            return text_like(whole(name_part()));
        case FieldKind::Word:
            return one_of_words({field.words.begin(), field.words.end()});
        case FieldKind::Filter:
            return expression_schema();
        case FieldKind::Interface:
            return text_like(interface_pattern());
        case FieldKind::Address:
            return text_like(whole(address_part()));
        case FieldKind::Mac:
            return text_like(mac_pattern());
        case FieldKind::Host:
            return text_like(whole(name_part() + "|" + address_part()));
        case FieldKind::Title:
            return title_schema();
        case FieldKind::Ends:
            return ends_schema();
        case FieldKind::Cable:
            return cable_schema();
        case FieldKind::Calls:
            return {{"type", "array"}, {"items", one_of_descriptions(app->calls, kCallTable, "call-", app)}};
        case FieldKind::Texts:
            return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
        case FieldKind::Choices:
            return choices_schema();
        case FieldKind::Measures:
            return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", expression_schema()}};
        case FieldKind::Questions:
            return list_schema(range, expression_schema());
        case FieldKind::Object:
            return use(*field.inner);
        case FieldKind::Map:
            return map_schema(range, use(*field.inner));
        case FieldKind::List:
            return list_schema(range, use(*field.inner));
    }
    return {};
}

}  // namespace

std::string json_schema(std::span<const apps::AppDescription> applications) {
    return SchemaWriter{applications}.write().dump(2) + "\n";
}

}  // namespace patchcord::scenarios
