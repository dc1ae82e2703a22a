// What is asked of runs: "expect", questions that must hold, and "sweep", values that take places and what to
// measure with them. Each question is compiled here, so that a mistake is found before anything runs; whether
// a value is good where it is put is found when the scenario is read again with it. Read next:
// results/query/question.hpp, scenarios/execute/sweep.hpp.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/expressions.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios {
namespace {

bool is_scalar(const JsonValue& value) {
    return !value.is_list() && !value.is_object() && value.type != JsonValue::Type::Null;
}

void read_vary(Reader& reader, const JsonValue& vary, SweepDescription& sweep) {
    const Field& field = *find_field(kSweepTable.fields, "vary");
    const std::string pointer = "/sweep/vary";
    if (!reader.expect_object(field, vary, pointer)) return;
    if (vary.children.empty()) reader.complain(vary, pointer, {"nothing varies", expectation(field), {}});
    for (const JsonValue& list : vary.children) {
        const std::string list_pointer = child_pointer(pointer, list.key);
        SweepDescription::Vary entry{
            .path = list.key, .values = {}, .place = reader.document().key_place(list, list_pointer)};
        const bool good =
            list.is_list() && !list.children.empty() && std::ranges::all_of(list.children, is_scalar);
        if (!good) {
            reader.complain(list, list_pointer,
                            {fmt::format("{} is not a list of values", shown(list)),
                             "a list of strings or numbers, such as [ \"20 m\", \"100 m\" ]",
                             {}});
            continue;
        }
        for (const JsonValue& value : list.children)
            entry.values.push_back(value.text);
        sweep.vary.push_back(std::move(entry));
    }
}

void read_measure(Reader& reader, const JsonValue& measure, SweepDescription& sweep) {
    const Field& field = *find_field(kSweepTable.fields, "measure");
    const std::string pointer = "/sweep/measure";
    if (!reader.expect_object(field, measure, pointer)) return;
    if (measure.children.empty())
        reader.complain(measure, pointer, {"nothing is measured", expectation(field), {}});
    for (const JsonValue& value : measure.children) {
        const std::string value_pointer = child_pointer(pointer, value.key);
        if (value.type != JsonValue::Type::String) {
            reader.complain(value, value_pointer,
                            {fmt::format("{} is not an expression", shown(value)), expectation(field), {}});
            continue;
        }
        auto question = results::Question::compile_measure(value.text, reader.names().named);
        if (question) {
            sweep.measure.push_back({value.key, std::move(*question)});
        } else {
            reader.complain(value, value_pointer, problem_of(question.error(), value.text));
        }
    }
}

}  // namespace

void read_expect(Reader& reader, const JsonValue& list, Scenario& scenario) {
    const Field& field = *find_field(kScenarioTable.fields, "expect");
    const std::string pointer = "/expect";
    if (!reader.expect_list(field, list, pointer)) return;
    if (list.children.size() > static_cast<std::size_t>(field.range.max)) {
        reader.complain(
            list, pointer,
            {counted(list.children.size(), "expectation"), fmt::format("at most {}", field.range.max), {}});
        return;
    }
    for (std::size_t i = 0; i < list.children.size() && !reader.gave_up(); ++i) {
        const JsonValue& value = list.children[i];
        const std::string value_pointer = child_pointer(pointer, i);
        if (value.type != JsonValue::Type::String) {
            reader.complain(value, value_pointer,
                            {fmt::format("{} is not a question", shown(value)), expectation(field), {}});
            continue;
        }
        auto question = results::Question::compile(value.text, reader.names().named);
        if (question) {
            scenario.expect.push_back(std::move(*question));
        } else {
            reader.complain(value, value_pointer, problem_of(question.error(), value.text));
        }
    }
}

void read_sweep(Reader& reader, const JsonValue& value, Scenario& scenario) {
    if (!reader.expect_object(*find_field(kScenarioTable.fields, "sweep"), value, "/sweep")) return;
    SweepDescription sweep;
    store_fallbacks(&sweep, kSweepTable);
    reader.read_into(&sweep, value, "/sweep", kSweepTable);
    if (const JsonValue* vary = value.find("vary")) read_vary(reader, *vary, sweep);
    if (const JsonValue* measure = value.find("measure")) read_measure(reader, *measure, sweep);
    std::vector<std::string_view> names;
    for (const SweepDescription::Measure& measure : sweep.measure)
        names.push_back(measure.name);
    const JsonValue* chart = value.find("chart");
    if (chart != nullptr && !names.empty() && std::ranges::find(names, sweep.chart) == names.end()) {
        const std::string_view meant = nearest(sweep.chart, names);
        reader.complain(*chart, "/sweep/chart",
                        {fmt::format("nothing called {} is measured", shown(*chart)), one_of(names),
                         meant.empty() ? "" : in_quotes(meant)});
    }
    scenario.sweep = std::move(sweep);
}

}  // namespace patchcord::scenarios
