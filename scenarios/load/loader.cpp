// Reads the file, parses it, puts in what --set says, and reads the parts in order. Read next:
// scenarios/load/parts.hpp.
#include "scenarios/load/loader.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/json_parser.hpp"
#include "scenarios/load/override.hpp"
#include "scenarios/load/parts.hpp"
#include "scenarios/load/reader.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace patchcord::scenarios {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// The first bytes of a file, one more than a scenario may have at the most. Never looks at the rest.
std::string read_start(const std::filesystem::path& path) {
    const auto fail = [&] { throw std::system_error{errno, std::generic_category(), path.string()}; };
    if (std::filesystem::is_directory(path))
        throw std::system_error{EISDIR, std::generic_category(), path.string()};
    const std::unique_ptr<std::FILE, CloseFile> file{std::fopen(path.c_str(), "rb")};
    if (!file) fail();
    std::string text;
    std::array<char, 1 << 16> block;
    while (text.size() <= kMaxFileSize) {
        const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
        if (count == 0) break;
        text.append(block.data(), count);
    }
    if (std::ferror(file.get()) != 0) fail();
    return text;
}

/// "title" or "text": a string in English, or one in each language.
void read_local_text(Reader& reader, std::string_view key, const JsonValue& title, LocalText& target) {
    const Field& field = *find_field(kScenarioTable.fields, key);
    const std::string pointer = child_pointer("", key);
    if (title.type == JsonValue::Type::String) {
        target.en = title.text;
        return;
    }
    if (!title.is_object()) {
        reader.complain(title, pointer,
                        {fmt::format("{} is not a {}", shown(title), key), expectation(field), {}});
        return;
    }
    const std::array languages{Field{.name = "en", .kind = FieldKind::Text, .help = "English"},
                               Field{.name = "ko", .kind = FieldKind::Text, .help = "Korean"}};
    reader.read_fields(title, pointer, languages, [&](const Field& language, FieldValue&& text) {
        (language.name == "en" ? target.en : target.ko) = std::get<std::string>(std::move(text));
    });
    if (title.children.empty())
        reader.complain(title, pointer, {fmt::format("a {} in no language", key), expectation(field), {}});
}

Scenario read_scenario(Reader& reader, const JsonValue& root, const LoadOptions& options) {
    Scenario scenario;
    scenario.name = std::filesystem::path{reader.document().sources.front()->name()}.stem().string();
    store_fallbacks(&scenario, kScenarioTable);
    reader.read_into(&scenario, root, "", kScenarioTable);
    if (const JsonValue* title = root.find("title")) read_local_text(reader, "title", *title, scenario.title);
    if (const JsonValue* text = root.find("text")) read_local_text(reader, "text", *text, scenario.text);
    if (scenario.title.en.empty() && scenario.title.ko.empty()) scenario.title.en = scenario.name;
    const Defaults defaults = read_defaults(reader, root.find("defaults"), scenario.profile);
    if (const JsonValue* nodes = root.find("nodes")) read_nodes(reader, *nodes, defaults, scenario);
    if (const JsonValue* cables = root.find("cables")) read_cables(reader, *cables, defaults, scenario);
    if (const JsonValue* apps = root.find("apps")) read_apps(reader, *apps, options.applications, scenario);
    if (const JsonValue* faults = root.find("faults")) read_faults(reader, *faults, scenario);
    const Field& record = *find_field(kScenarioTable.fields, "record");
    if (const JsonValue* value = root.find("record");
        value && reader.expect_object(record, *value, "/record"))
        reader.read_into(&scenario.record, *value, "/record", kRecordTable);
    if (const JsonValue* expect = root.find("expect")) read_expect(reader, *expect, scenario);
    if (const JsonValue* sweep = root.find("sweep")) read_sweep(reader, *sweep, scenario);
    return scenario;
}

}  // namespace

LoadResult load_scenario(std::shared_ptr<const SourceText> source, const LoadOptions& options) {
    Diagnostics problems;
    Document document;
    document.sources.push_back(source);
    if (source->text().size() > kMaxFileSize) {
        problems.add({{source, 0, 0, {}},
                      fmt::format("more than {}", to_text(kSize, kMaxFileSize)),
                      "a smaller scenario",
                      {}});
        return {{}, problems.take_sorted()};
    }
    std::optional<JsonValue> root = parse_json(source, 0, problems);
    if (!root) return {{}, problems.take_sorted()};
    document.root = std::move(*root);
    Reader reader{document, problems};
    if (!document.root.is_object()) {
        reader.complain(
            document.root, "",
            {fmt::format("{} is not a scenario", shown(document.root)), "{ \"nodes\": { ... }, ... }", {}});
        return {{}, problems.take_sorted()};
    }
    for (const Override& change : options.overrides)
        apply_override(change, document, problems);
    Scenario scenario = read_scenario(reader, document.root, options);
    if (problems.empty()) return {std::move(scenario), {}};
    return {{}, problems.take_sorted()};
}

LoadResult load_scenario_file(const std::filesystem::path& path, const LoadOptions& options) {
    return load_scenario(std::make_shared<const SourceText>(path.string(), read_start(path)), options);
}

}  // namespace patchcord::scenarios
