// A packet script as it is written, after parsing: options, events in order, and in each event what happens
// when. Numbers are the script's own. Names are not looked up yet. Not here: what any of it means
// (scenarios/drill/run). Read next: scenarios/drill/language/parser.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace patchcord::scenarios::drill::language {

/// In the file, both from 1.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// `--name=value`, without the dashes.
struct ScriptOption {
    Place place;
    std::string name;
    std::string value;
};

enum class When : std::uint8_t { Absolute, Relative, Any, AbsoluteRange, RelativeRange };

/// Microseconds, from the script's start or from the event before.
struct Time {
    When when = When::Absolute;
    std::int64_t usecs = 0;
    std::int64_t end = 0;                        ///< of ranges
    std::optional<std::int64_t> blocks_until{};  ///< of `t...u` before a call

    bool is_relative() const { return when == When::Relative || when == When::RelativeRange; }
};

struct Expression;
using Expressions = std::vector<Expression>;

struct Ellipsis {};
struct Word {
    std::string name;
};
/// `a|b|c`.
struct Or {
    Expressions parts;
};
/// `[a, b]`.
struct Array {
    Expressions items;
};
/// `{a, b}`; fields of structures are Fields.
struct Structure {
    Expressions items;
};
/// `name=value`, or `name(argument)=value`.
struct Field {
    std::string name;
    std::shared_ptr<Expression> argument;  ///< may be null
    std::shared_ptr<Expression> value;
};
/// `htons(80)`.
struct Function {
    std::string name;
    Expressions arguments;
};

struct Expression {
    Place place;
    std::variant<std::int64_t, std::string, Ellipsis, Word, Or, Array, Structure, Field, Function> value;

    template <class Kind>
    const Kind* as() const {
        return std::get_if<Kind>(&value);
    }
};

enum class Direction : std::uint8_t { Inbound, Outbound };

/// In brackets between direction and packet.
struct IpFields {
    enum class Ecn : std::uint8_t { None, NotEct, Ect0, Ect1, Ce, Ect01 };
    Ecn ecn = Ecn::None;
    std::optional<std::uint8_t> tos{};
    std::optional<std::uint8_t> ttl{};
};

/// `sport > dport`, as written.
struct Ports {
    std::uint16_t source = 0;
    std::uint16_t destination = 0;
};

struct TcpLine {
    std::uint16_t flags = 0;  ///< byte 13 of the header, AE is bit 8
    std::uint32_t seq = 0;
    std::uint32_t length = 0;
    bool seq_absolute = false;  ///< `1:1(0)!`
    bool seq_checked = true;    ///< false: `...(0)`
    std::optional<std::uint32_t> ack{};
    std::optional<std::uint16_t> window{};
    std::optional<std::uint16_t> urgent{};
    bool any_options = false;             ///< `<...>`
    std::vector<std::uint8_t> options{};  ///< as on the wire
};

struct UdpLine {
    std::uint32_t length = 0;
};

/// What an ICMP error quotes.
struct IcmpQuote {
    enum class Of : std::uint8_t { Tcp, Udp, Raw };
    Of of = Of::Tcp;
    std::uint32_t seq = 0;
    std::uint32_t length = 0;
};

struct IcmpLine {
    std::string type;
    std::string code;  ///< may be empty
    std::optional<std::uint16_t> mtu{};
    std::optional<std::uint16_t> id{};
    std::optional<IcmpQuote> quote{};
};

struct PacketLine {
    Direction direction = Direction::Inbound;
    IpFields ip{};
    std::optional<Ports> ports{};
    std::variant<TcpLine, UdpLine, IcmpLine> body{};
};

struct Call {
    std::string name;
    Expressions arguments;
    std::optional<std::int64_t> result;  ///< absent: `...`, any
    std::string error;                   ///< "EINPROGRESS", or empty
};

/// A shell command.
struct Command {
    std::string text;
};

/// The inside of `%{ }%`.
struct Code {
    std::string text;
    Place place{};  ///< where it begins
};

struct Event {
    Place place;
    Time time;
    std::variant<PacketLine, Call, Command, Code> what;

    const PacketLine* packet() const { return std::get_if<PacketLine>(&what); }
    const Call* call() const { return std::get_if<Call>(&what); }
};

struct Script {
    std::string name;  ///< of the file, for messages
    std::vector<ScriptOption> options;
    std::optional<Command> init;
    Place init_place{};
    std::vector<Event> events;
    std::optional<Command> cleanup;
    Place cleanup_place{};
};

}  // namespace patchcord::scenarios::drill::language
