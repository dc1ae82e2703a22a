// The tables of the scenario language: every object that a file can hold, and for each its keys.
// Adding a key costs one row here and the member that it names. Applications bring their own rows
// (models/apps/registry.hpp). Read next: scenarios/description/tables.cpp.
#pragma once

#include "scenarios/description/field.hpp"

namespace patchcord::scenarios {

extern const Table kScenarioTable;
extern const Table kDefaultsTable;
extern const Table kCableDefaultsTable;
extern const Table kHostDefaultsTable;
extern const Table kHostTable;
extern const Table kSwitchTable;
extern const Table kHubTable;
extern const Table kSweepTable;
extern const Table kCableTable;
extern const Table kAppTable;   ///< the keys that every application has beside its own
extern const Table kCallTable;  ///< and every socket call of a script
extern const Table kFaultTable;
extern const Table kRecordTable;
extern const Table kTcpTable;
extern const Table kArpTable;
extern const Table kCardTable;

/// A kind of fault: the key that says it, and those that may stand beside it.
struct FaultForm {
    FaultKind kind;
    std::string_view key;
    std::span<const std::string_view> beside;
    std::string_view required = {};  ///< one of them that must
    std::string_view needed = {};    ///< and another one
};
extern const std::span<const FaultForm> kFaultForms;

}  // namespace patchcord::scenarios
