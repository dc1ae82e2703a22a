// The tables of the language are consistent in themselves. Read next: scenarios/description/tables.hpp.
#include "scenarios/description/tables.hpp"

#include "scenarios/load/value.hpp"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>

using namespace patchcord::scenarios;

namespace {

constexpr std::array kTables{&kScenarioTable, &kDefaultsTable, &kCableDefaultsTable, &kHostDefaultsTable,
                             &kHostTable,     &kSwitchTable,   &kCableTable,         &kAppTable,
                             &kCallTable,     &kFaultTable,    &kTcpTable,           &kArpTable};

}  // namespace

TEST_CASE("every row has a name of its own, a help, and what its kind needs") {
    for (const Table* table : kTables) {
        std::set<std::string_view> names;
        for (const Field& field : table->fields) {
            CAPTURE(std::string{field.name});
            CHECK(names.insert(field.name).second);
            CHECK(!field.help.empty());
            CHECK(!field.help.ends_with('.'));
            CHECK((field.store != nullptr) == !has_parts(field.kind));
            CHECK((field.kind == FieldKind::Word) == !field.words.empty());
            const bool holds_objects = field.kind == FieldKind::Object || field.kind == FieldKind::Map ||
                                       field.kind == FieldKind::List;
            CHECK(holds_objects == (field.inner != nullptr));
            CHECK(!(field.required && !field.fallback.empty()));
            CHECK(!expectation(field).empty());
            const Range range = range_of(field);
            CHECK(range.min <= range.max);
        }
    }
}

TEST_CASE("every default can be read and lies in its range") {
    for (const Table* table : kTables) {
        for (const Field& field : table->fields) {
            if (!field.fallback.empty()) CHECK_NOTHROW(fallback_value(field));
        }
    }
}

TEST_CASE("a row stores into its member") {
    CableDescription cable;
    find_field(kCableTable.fields, "length")->store(&cable, Length{1'500});
    CHECK(cable.length.millimetres == 1'500);
    TcpKnobs knobs;
    find_field(kTcpTable.fields, "congestion")->store(&knobs, WordIndex{3});
    CHECK(knobs.congestion == patchcord::models::tcp::cc::Algorithm::NewReno);
    Scenario scenario;
    find_field(kScenarioTable.fields, "seed")->store(&scenario, std::int64_t{7});
    CHECK(scenario.seed == 7);
}
