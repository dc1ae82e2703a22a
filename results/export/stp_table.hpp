// The spanning tree as one switch sees it, as text and as JSON: who the root is, how far it is, and what each
// port does.
// Read next: models/ethernet/spanning_tree.hpp.
#pragma once

#include "models/ethernet/switch.hpp"
#include "sim/core/time.hpp"

#include <string>

namespace patchcord::results {

/// Two lines and a table: port (from 1, as in scenarios), role, state. One line without a spanning tree.
std::string format_stp(const models::ethernet::Switch& bridge);
/// {"schema": "patchcord.stp/1", "switch", "at_ps", "bridge", "root", "root_path_cost", "ports": [...]};
/// without a spanning tree "bridge" is null and the rest absent.
std::string stp_json(const models::ethernet::Switch& bridge, sim::Time now, const std::string& name);

}  // namespace patchcord::results
