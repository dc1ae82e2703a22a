// Read next: scenarios/cli/manual/option_tree.hpp.
// An option with a closed set of words has them in the name of its type: that is where people see them, and
// it is the only place.
#include "scenarios/cli/manual/option_tree.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace patchcord::scenarios {
namespace {

std::vector<std::string> words_of(std::string_view type) {
    std::vector<std::string> words;
    if (type.find('|') == std::string_view::npos) return words;
    while (!type.empty()) {
        const std::size_t end = std::min(type.find('|'), type.size());
        words.emplace_back(type.substr(0, end));
        type.remove_prefix(std::min(end + 1, type.size()));
    }
    return words;
}

OptionRow option_row(const CLI::Option& option) {
    OptionRow row{.names = {}, .type = {}, .words = {}, .help = option.get_description()};
    for (const std::string& name : option.get_snames())
        row.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        row.names.push_back("--" + name);
    if (option.get_items_expected_max() > 0) row.type = option.get_type_name();
    if (option.get_positional()) row.type = option.get_name(true);
    row.words = words_of(option.get_type_name());
    return row;
}

}  // namespace

CommandRow command_row(const CLI::App& app) {
    CommandRow row{.name = app.get_name(),
                   .help = app.get_description(),
                   .examples = app.get_footer(),
                   .options = {},
                   .operands = {}};
    for (const CLI::Option* option : app.get_options())
        (option->get_positional() ? row.operands : row.options).push_back(option_row(*option));
    return row;
}

std::vector<CommandRow> option_tree(const CLI::App& program) {
    std::vector<CommandRow> rows;
    for (const CLI::App* command : program.get_subcommands({}))
        rows.push_back(command_row(*command));
    return rows;
}

}  // namespace patchcord::scenarios
