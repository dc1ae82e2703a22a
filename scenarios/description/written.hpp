// Values of a scenario as its file would write them, without quotes: the way back from scenario.hpp to words.
// Not here: how a file is written as a whole.
// Read next: scenarios/description/field.hpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "scenarios/description/field.hpp"
#include "scenarios/description/scenario.hpp"

#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios {

/// A key and what it says.
struct Setting {
    const Field* field;
    FieldValue value;
};

/// What `table` reads from `target`; keys that are absent, or have parts, are left out.
std::vector<Setting> settings(const Table& table, Target target);

/// "1 s", "true", "newreno", "client".
std::string written(const Field& field, const FieldValue& value, const Scenario& scenario);

/// "drop tcp.data, nth 3", without what is the default.
std::string fault_text(FaultDescription fault, const Scenario& scenario);

/// The argument of that name; nothing when it was not given and has no default.
std::optional<models::apps::Value> argument(const models::apps::Parameter& parameter,
                                            const models::apps::Arguments& arguments);
/// The same as text. Lists of calls and texts are only counted: "3 calls".
std::string written(const models::apps::Parameter& parameter, const models::apps::Value& value,
                    const Scenario& scenario);

}  // namespace patchcord::scenarios
