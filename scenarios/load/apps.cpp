// "apps": each names its application, and the application's own table says which keys stand beside that. The
// arguments that come out are complete. Hosts that are named must be within reach; an address is taken as it
// is, because a lesson may want to see silence. Read next: models/apps/parameters.hpp.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/parts.hpp"
#include "sim/core/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <variant>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;

/// The rows of an application or a socket call, those that all of its kind have included, and its defaults.
struct Rows {
    std::vector<Field> fields;
    apps::Arguments fallbacks;
};

apps::Value to_argument(FieldValue&& value) {
    return std::visit(
        [](auto&& held) -> apps::Value {
            if constexpr (std::is_constructible_v<apps::Value, decltype(held)>) {
                return std::move(held);
            } else {
                sim::check(false, "a parameter of an application has a kind that field_of gives");
                return false;
            }
        },
        std::move(value));
}

Rows rows_of(const Table& common, std::span<const apps::Parameter> parameters) {
    Rows rows{{common.fields.begin(), common.fields.end()}, {}};
    for (const apps::Parameter& parameter : parameters) {
        const Field field = field_of(parameter);
        rows.fields.push_back(field);
        if (!field.fallback.empty()) rows.fallbacks.set(field.name, to_argument(fallback_value(field)));
    }
    return rows;
}

class AppReader {
  public:
    AppReader(Reader& reader, std::span<const apps::AppDescription> catalogue, Scenario& scenario)
        : reader_{reader},
          catalogue_{catalogue},
          scenario_{scenario},
          parts_{connected_parts(scenario)},
          cables_are_sound_{cables_are_sound(scenario)} {}

    void read(const JsonValue& value, const std::string& pointer);

  private:
    template <class Description>
    const Description* find_description(std::span<const Description> known, const Field& field,
                                        const JsonValue& object, const std::string& pointer);
    const Rows& rows(const apps::AppDescription& app);
    void read_calls(const apps::AppDescription& app, const Field& field, const JsonValue& list,
                    const std::string& pointer, AppUse& use);
    void read_texts(const Field& field, const JsonValue& object, const std::string& pointer, AppUse& use);
    std::optional<apps::Call> read_call(const apps::AppDescription& app, const JsonValue& value,
                                        const std::string& pointer, sim::NodeId on);
    void check_exclusions(const JsonValue& object, const std::string& pointer,
                          std::span<const apps::Parameter> parameters);
    void read_on(const JsonValue& value, const std::string& pointer);
    void check_on(const JsonValue& value, const std::string& pointer, AppUse& use);
    void check_times(const JsonValue& object, const std::string& pointer, const apps::Arguments& told);
    void check_reach(const JsonValue& object, const std::string& pointer, std::span<const Field> fields,
                     sim::NodeId on);
    void check_route(sim::NodeId from, sim::NodeId to, const JsonValue& value, const std::string& pointer);

    Reader& reader_;
    std::span<const apps::AppDescription> catalogue_;
    Scenario& scenario_;
    std::vector<std::size_t> parts_;
    bool cables_are_sound_;
    std::unordered_map<std::string_view, Rows> rows_;
};

const Rows& AppReader::rows(const apps::AppDescription& app) {
    const auto found = rows_.find(app.name);
    if (found != rows_.end()) return found->second;
    return rows_.emplace(app.name, rows_of(kAppTable, app.parameters)).first->second;
}

/// The description that the key of `field` names. Without one the other keys cannot be judged, and are left
/// alone.
template <class Description>
const Description* AppReader::find_description(std::span<const Description> known, const Field& field,
                                               const JsonValue& object, const std::string& pointer) {
    std::vector<std::string_view> names;
    for (const Description& description : known)
        names.push_back(description.name);
    const JsonValue* value = object.find(field.name);
    if (value == nullptr) {
        reader_.complain_at_key(object, pointer,
                                {fmt::format("no {}", in_quotes(field.name)), one_of(names), {}});
        return nullptr;
    }
    const auto found = std::find(names.begin(), names.end(), value->text);
    if (value->type == JsonValue::Type::String && found != names.end()) {
        return &known[static_cast<std::size_t>(found - names.begin())];
    }
    const std::string_view meant = nearest(value->text, names);
    const std::string_view what = field.kind == FieldKind::App ? "application" : "socket call";
    reader_.complain(*value, child_pointer(pointer, field.name),
                     {fmt::format("unknown {} {}", what, shown(*value)), one_of(names),
                      meant.empty() ? "" : in_quotes(meant)});
    return nullptr;
}

void AppReader::read(const JsonValue& value, const std::string& pointer) {
    AppUse use;
    use.place = reader_.document().place(value, pointer);
    const auto* app = find_description(catalogue_, *find_field(kAppTable.fields, "app"), value, pointer);
    if (app == nullptr) return read_on(value, pointer);
    const Rows& table = rows(*app);
    use.app = app->name;
    use.arguments = table.fallbacks;
    reader_.read_fields(value, pointer, table.fields, [&](const Field& field, FieldValue&& read) {
        if (field.store != nullptr) {
            field.store(&use, std::move(read));
        } else {
            use.arguments.set(field.name, to_argument(std::move(read)));
        }
    });
    check_exclusions(value, pointer, app->parameters);
    check_on(value, pointer, use);
    check_times(value, pointer, use.arguments);
    check_reach(value, pointer, table.fields, use.on);
    for (const Field& field : table.fields) {
        const JsonValue* part = value.find(field.name);
        const std::string part_pointer = child_pointer(pointer, field.name);
        if (part != nullptr && field.kind == FieldKind::Calls)
            read_calls(*app, field, *part, part_pointer, use);
        if (part != nullptr && field.kind == FieldKind::Texts) read_texts(field, *part, part_pointer, use);
    }
    scenario_.apps.push_back(std::move(use));
}

/// What can be said about an application that nobody knows: whether its host exists.
void AppReader::read_on(const JsonValue& value, const std::string& pointer) {
    const JsonValue* on = value.find("on");
    if (on == nullptr) return;
    ValueResult node = read_value(*find_field(kAppTable.fields, "on"), *on, reader_.names());
    if (!node) reader_.complain(*on, child_pointer(pointer, "on"), std::move(node.error()));
}

void AppReader::check_on(const JsonValue& value, const std::string& pointer, AppUse& use) {
    if (use.on == sim::kNoNode || scenario_.node(use.on).kind == NodeKind::Host) return;
    const std::string name = in_quotes(scenario_.node(use.on).name);
    reader_.complain(*value.find("on"), child_pointer(pointer, "on"),
                     {name + " is a switch, which runs no applications", "the name of a host", {}});
    use.on = sim::kNoNode;
}

void AppReader::read_calls(const apps::AppDescription& app, const Field& field, const JsonValue& list,
                           const std::string& pointer, AppUse& use) {
    std::vector<apps::Call> calls;
    reader_.for_each_object(field, list, pointer,
                            [&](const JsonValue& entry, const std::string& entry_pointer) {
                                if (auto call = read_call(app, entry, entry_pointer, use.on))
                                    calls.push_back(std::move(*call));
                            });
    use.arguments.set(field.name, std::move(calls));
}

void AppReader::read_texts(const Field& field, const JsonValue& object, const std::string& pointer,
                           AppUse& use) {
    if (!reader_.expect_object(field, object, pointer)) return;
    apps::Texts texts;
    for (const JsonValue& member : object.children) {
        const Field text{.name = member.key, .kind = FieldKind::Text, .help = field.help};
        ValueResult value = read_value(text, member, reader_.names());
        if (value && field.check != nullptr) {
            if (auto wrong = field.check(member.key, member.text))
                value =
                    tl::unexpected{ValueProblem{std::move(wrong->message), std::move(wrong->expected), {}}};
        }
        if (value) {
            texts.insert_or_assign(std::string{member.key}, std::get<std::string>(std::move(*value)));
        } else {
            reader_.complain(member, child_pointer(pointer, member.key), std::move(value.error()));
        }
    }
    use.arguments.set(field.name, std::move(texts));
}

std::optional<apps::Call> AppReader::read_call(const apps::AppDescription& app, const JsonValue& value,
                                               const std::string& pointer, sim::NodeId on) {
    const auto* description =
        find_description(app.calls, *find_field(kCallTable.fields, "call"), value, pointer);
    if (description == nullptr) return {};
    Rows table = rows_of(kCallTable, description->parameters);
    apps::Call call{std::string{description->name}, std::move(table.fallbacks)};
    reader_.read_fields(value, pointer, table.fields, [&](const Field& field, FieldValue&& read) {
        call.arguments.set(field.name, to_argument(std::move(read)));
    });
    check_exclusions(value, pointer, description->parameters);
    check_reach(value, pointer, table.fields, on);
    return call;
}

/// Nothing is written that would be ignored beside something else.
void AppReader::check_exclusions(const JsonValue& object, const std::string& pointer,
                                 std::span<const apps::Parameter> parameters) {
    for (const apps::Parameter& parameter : parameters) {
        if (parameter.excludes.empty() || object.find(parameter.excludes) == nullptr) continue;
        const JsonValue* value = object.find(parameter.name);
        if (value == nullptr) continue;
        reader_.complain_at_key(
            *value, child_pointer(pointer, parameter.name),
            {fmt::format("{} beside {}", in_quotes(parameter.name), in_quotes(parameter.excludes)),
             "one of them",
             {}});
    }
}

/// That it starts while the run lasts, and stops after that. --until may cut a run short all the same.
void AppReader::check_times(const JsonValue& object, const std::string& pointer,
                            const apps::Arguments& told) {
    const auto time = [&](std::string_view key) -> std::optional<sim::Duration> {
        const JsonValue* value = told.has(key) ? object.find(key) : nullptr;
        if (value == nullptr) return {};
        return told.get<sim::Duration>(key);
    };
    const auto text = [](sim::Duration duration) { return to_text(kDuration, duration.count()); };
    const std::optional<sim::Duration> at = time("at");
    if (!at) return;
    const JsonValue* until = reader_.document().root.find("until");
    if (*at > scenario_.until && (until == nullptr || until->source == 0)) {
        reader_.complain(
            *object.find("at"), child_pointer(pointer, "at"),
            {fmt::format("\"at\" is {}, and the run ends at {}", text(*at), text(scenario_.until)),
             "a time before \"until\"",
             {}});
    }
    const std::optional<sim::Duration> stop = time("stop");
    if (stop && *stop < *at) {
        reader_.complain(*object.find("stop"), child_pointer(pointer, "stop"),
                         {fmt::format("\"stop\" is {}, before \"at\", {}", text(*stop), text(*at)),
                          "a time after \"at\"",
                          {}});
    }
}

/// Every host that is named in `object` can be reached from `on`.
void AppReader::check_reach(const JsonValue& object, const std::string& pointer,
                            std::span<const Field> fields, sim::NodeId on) {
    if (on == sim::kNoNode) return;
    for (const Field& field : fields) {
        const JsonValue* value = field.kind == FieldKind::Host ? object.find(field.name) : nullptr;
        if (value == nullptr) continue;
        const auto target = reader_.names().ids.find(value->text);
        if (target == reader_.names().ids.end() || scenario_.node(target->second).kind != NodeKind::Host)
            continue;
        check_route(on, target->second, *value, child_pointer(pointer, field.name));
    }
}

void AppReader::check_route(sim::NodeId from, sim::NodeId to, const JsonValue& value,
                            const std::string& pointer) {
    const NodeDescription& source = scenario_.node(from);
    const NodeDescription& target = scenario_.node(to);
    if (from == to || !source.address || !target.address) return;
    if (!source.address->contains(target.address->address()) && !source.gateway) {
        const models::wire::Ipv4Prefix subnet{source.address->network(), source.address->length()};
        reader_.complain(
            value, pointer,
            {fmt::format("{} has no route to {} ({} is outside {}, and there is no gateway)",
                         in_quotes(source.name), in_quotes(target.name), to_string(target.address->address()),
                         to_string(subnet)),
             fmt::format("a host of {}, or a \"gateway\" in {}", to_string(subnet), source.place.pointer),
             {}});
    } else if (cables_are_sound_ && parts_[sim::index(from)] != parts_[sim::index(to)]) {
        reader_.complain(
            value, pointer,
            {fmt::format("no cables lead from {} to {}", in_quotes(source.name), in_quotes(target.name)),
             fmt::format("a host that is connected, or the address \"{}\" to see what silence does",
                         to_string(target.address->address())),
             {}});
    }
}

}  // namespace

void read_apps(Reader& reader, const JsonValue& value, std::span<const apps::AppDescription> catalogue,
               Scenario& scenario) {
    AppReader app_reader{reader, catalogue, scenario};
    const Field& field = *find_field(kScenarioTable.fields, "apps");
    reader.for_each_object(field, value, "/apps", [&](const JsonValue& entry, const std::string& pointer) {
        app_reader.read(entry, pointer);
    });
}

}  // namespace patchcord::scenarios
