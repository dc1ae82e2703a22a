// "expect": questions over the run that must hold. Each is compiled here, so that a mistake is found before
// anything runs. Read next: results/query/question.hpp.
#include "scenarios/description/text.hpp"
#include "scenarios/load/expressions.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

namespace patchcord::scenarios {

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

}  // namespace patchcord::scenarios
