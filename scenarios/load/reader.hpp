// Reading objects by their tables: every key is looked up, read and stored, every problem noted, and the
// reading goes on. A Reader is the state of reading one scenario. Its functions return whether what they read
// can be relied upon; they have reported what they could not read. Read next: scenarios/load/parts.hpp.
#pragma once

#include "scenarios/description/diagnostic.hpp"
#include "scenarios/description/field.hpp"
#include "scenarios/description/tables.hpp"
#include "scenarios/load/json_value.hpp"
#include "scenarios/load/value.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace patchcord::scenarios {

class Reader {
  public:
    Reader(const Document& document, Diagnostics& problems) : document_{document}, problems_{problems} {}

    const Document& document() const { return document_; }
    NodeNames& names() { return names_; }
    /// Further reading is pointless.
    bool gave_up() const { return problems_.full(); }

    void complain(Place place, std::string message, std::string expected = {}, std::string suggestion = {});
    void complain(const JsonValue& value, std::string pointer, ValueProblem problem);
    /// At the key of `value`, or at `value` when it has none.
    void complain_at_key(const JsonValue& value, std::string pointer, ValueProblem problem);

    using Sink = std::function<void(const Field&, FieldValue&&)>;
    /// Reads the keys of `object` that `fields` describes and that have no parts into `sink`, and reports
    /// those that are unknown or missing. `pointer` is that of `object`.
    void read_fields(const JsonValue& object, const std::string& pointer, std::span<const Field> fields,
                     const Sink& sink);
    /// The same into the members that the rows name.
    void read_into(Target target, const JsonValue& object, const std::string& pointer, const Table& table);

    /// Whether `value` is an object; if not, says so.
    bool expect_object(const Field& field, const JsonValue& value, const std::string& pointer);
    bool expect_list(const Field& field, const JsonValue& value, const std::string& pointer);

    using Visit = std::function<void(const JsonValue& entry, const std::string& pointer)>;
    /// Calls `visit` for each entry of `list` that is an object, and reports what is not. A list that is
    /// longer than `field` allows is reported and not visited.
    void for_each_object(const Field& field, const JsonValue& list, const std::string& pointer,
                         const Visit& visit);

  private:
    void report_unknown(const JsonValue& member, const std::string& pointer, std::span<const Field> fields);
    void report_missing(const JsonValue& object, const std::string& pointer, const Field& field);

    const Document& document_;
    Diagnostics& problems_;
    NodeNames names_;
};

/// Stores the defaults of `table` into `target`.
void store_fallbacks(Target target, const Table& table);
/// The default of one row, if it has one.
void store_fallback(Target target, const Field& field);

}  // namespace patchcord::scenarios
