// The reports in terms of nlohmann::json. Read next: scenarios/load/reports.hpp.
#include "scenarios/load/reports.hpp"

#include <nlohmann/json.hpp>

namespace patchcord::scenarios {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Diagnostic& problem) {
    const SourceText::Position position = problem.place.position();
    return {{"file", problem.place.file()},     {"line", position.line},      {"column", position.column},
            {"pointer", problem.place.pointer}, {"message", problem.message}, {"expected", problem.expected},
            {"suggestion", problem.suggestion}};
}

/// Names that are not UTF-8 are possible on Linux; JSON has no way to write them.
std::string written(const Json& report) {
    return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string check_report(std::span<const LoadedFile> files) {
    Json list = Json::array();
    for (const LoadedFile& file : files) {
        Json problems = Json::array();
        for (const Diagnostic& problem : file.result.problems)
            problems.push_back(to_json(problem));
        list.push_back(
            {{"file", file.file}, {"valid", file.result.scenario.has_value()}, {"problems", problems}});
    }
    return written({{"schema", "patchcord.check/1"}, {"files", list}});
}

std::string list_report(std::span<const LoadedFile> files) {
    Json list = Json::array();
    for (const LoadedFile& file : files) {
        const auto& scenario = file.result.scenario;
        Json entry = {{"name", file.name}, {"file", file.file}, {"valid", scenario.has_value()}};
        if (scenario) {
            entry["title"] = {{"en", scenario->title.en}, {"ko", scenario->title.ko}};
            entry["nodes"] = scenario->nodes.size();
            entry["cables"] = scenario->cables.size();
            entry["apps"] = scenario->apps.size();
            entry["faults"] = scenario->faults.size();
        }
        list.push_back(std::move(entry));
    }
    return written({{"schema", "patchcord.list/1"}, {"scenarios", list}});
}

}  // namespace patchcord::scenarios
