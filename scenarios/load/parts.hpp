// The parts of a scenario, in the order in which they are read: each function takes what stands under its key
// and adds to the scenario. Each needs the parts before it, because nodes are named by cables, and both by
// applications and faults. Internal to this folder. Read next: scenarios/load/loader.cpp, which calls them.
#pragma once

#include "models/apps/parameters.hpp"
#include "scenarios/description/scenario.hpp"
#include "scenarios/load/reader.hpp"

#include <span>
#include <string>
#include <vector>

namespace patchcord::scenarios {

/// What hosts and cables start from: the tables, and "defaults" over them.
struct Defaults {
    NodeDescription host;
    CableDescription cable;
};
Defaults read_defaults(Reader& reader, const JsonValue* defaults, models::tcp::Profile profile);

void read_nodes(Reader& reader, const JsonValue& nodes, const Defaults& defaults, Scenario& scenario);
void read_cables(Reader& reader, const JsonValue& cables, const Defaults& defaults, Scenario& scenario);
void read_apps(Reader& reader, const JsonValue& apps, std::span<const models::apps::AppDescription> catalogue,
               Scenario& scenario);
void read_faults(Reader& reader, const JsonValue& faults, Scenario& scenario);
void read_expect(Reader& reader, const JsonValue& expect, Scenario& scenario);
void read_sweep(Reader& reader, const JsonValue& sweep, Scenario& scenario);

/// Whether both ends of every cable are known. If not, nobody can say what is connected.
bool cables_are_sound(const Scenario& scenario);
/// Which nodes a signal can reach from one another: equal numbers for nodes that cables join, over switches
/// or directly.
std::vector<std::size_t> connected_parts(const Scenario& scenario);

/// Addresses: that a host can have them, that nobody else has them, and that gateways are within reach.
/// `nodes` is what `scenario.nodes` was read from.
void check_addresses(Reader& reader, const JsonValue& nodes, const Scenario& scenario);

}  // namespace patchcord::scenarios
