// patchcord schema: the scenario language for editors and validators. Read next:
// scenarios/load/schema/json_schema.hpp.
#include "scenarios/cli/commands.hpp"
#include "scenarios/load/schema/json_schema.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

struct SchemaOptions {};

ExitStatus print_schema(const SchemaOptions&, const Session& session) {
    session.console.out << json_schema(session.applications);
    return ExitStatus::Done;
}

}  // namespace

void add_schema_command(CLI::App& program, Session& session) {
    CLI::App& command = add_command(program, "schema", "Print the JSON Schema of scenario files, for editors",
                                    "patchcord schema > scenario.schema.json");
    add_action(command, session, std::make_shared<SchemaOptions>(), print_schema);
}

}  // namespace patchcord::scenarios
