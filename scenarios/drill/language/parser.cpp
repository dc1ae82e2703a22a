// A script from the top: options, the command before the events, events, the command behind them.
// Each kind of event has its own function; packets and expressions have their own files.
// Read next: scenarios/drill/language/packet_parser.cpp, scenarios/drill/language/expression_parser.cpp.
#include "scenarios/drill/language/parser.hpp"

#include "scenarios/drill/language/cursor.hpp"
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace patchcord::scenarios::drill::language {
namespace {

/// nplab's `#ifdef NAME` to `#endif`, each on a line of its own: lines that do not count become empty.
std::string without_excluded(std::string_view text, const Definitions& given) {
    std::string kept;
    bool excluded = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        const bool directive = line.starts_with("#ifdef") || line.starts_with("#endif");
        if (line.starts_with("#ifdef")) {
            std::string_view name = line.substr(6);
            name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
            name = name.substr(0, name.find_first_of(" \t\r\n"));
            excluded = name != "Linux" && !given.contains(name);
        } else if (line.starts_with("#endif")) {
            excluded = false;
        }
        kept += directive || excluded ? std::string_view{"\n"} : line;
    }
    return kept;
}

ScriptOption option(Cursor& cursor) {
    ScriptOption option{cursor.place(), {}, {}};
    cursor.expect("--");
    const std::string letters = cursor.until_space();
    const std::size_t equals = letters.find('=');
    option.name = letters.substr(0, equals);
    if (equals != std::string::npos) option.value = letters.substr(equals + 1);
    if (option.name.empty()) cursor.fail("an option is written --name or --name=value");
    return option;
}

/// `--define SYM=VAL`, whose value stands behind a space.
void take_definition(Cursor& cursor, ScriptOption& option, Definitions& own) {
    if (option.value.empty()) option.value = cursor.until_space();
    const std::size_t equals = option.value.find('=');
    if (equals == std::string::npos || equals == 0) cursor.fail("a definition is written NAME=VALUE");
    own[option.value.substr(0, equals)] = option.value.substr(equals + 1);
}

Time time_of(Cursor& cursor) {
    Time time;
    if (cursor.take("*")) {
        time.when = When::Any;
        return time;
    }
    const bool relative = cursor.take("+");
    time.when = relative ? When::Relative : When::Absolute;
    time.usecs = cursor.seconds();
    if (cursor.take("~")) {
        if (cursor.take("+") != relative) cursor.fail("both ends of a window are relative, or none is");
        time.when = relative ? When::RelativeRange : When::AbsoluteRange;
        time.end = cursor.seconds();
        if (time.end < time.usecs) cursor.fail("the window ends before it begins");
    } else if (cursor.take("...")) {
        cursor.take("+");
        time.blocks_until = cursor.seconds();
        if (*time.blocks_until < time.usecs) cursor.fail("the call returns before it begins");
    }
    return time;
}

Event event(Cursor& cursor) {
    Event event{cursor.place(), time_of(cursor), Command{}};
    if (cursor.peek() == '<' || cursor.peek() == '>') {
        event.what = packet_line(cursor);
    } else if (cursor.take("`")) {
        event.what = Command{cursor.until("`")};
    } else if (cursor.take("%{")) {
        event.what = Code{cursor.until("}%")};
    } else {
        event.what = call(cursor);
    }
    const PacketLine* packet = event.packet();
    const bool outbound = packet != nullptr && packet->direction == Direction::Outbound;
    const bool exact = event.time.when == When::Absolute || event.time.when == When::Relative;
    if (!exact && !outbound) {
        throw SyntaxError{event.place,
                          "only a packet that is expected (>) can have a window or * as its time"};
    }
    if (event.time.blocks_until && event.call() == nullptr)
        throw SyntaxError{event.place, "only a call can last (t...u)"};
    return event;
}

void check_times(const Script& script) {
    if (script.events.empty()) throw SyntaxError{{}, "there is no event"};
    if (script.events.front().time.usecs != 0)
        throw SyntaxError{script.events.front().place, "the first event must be at time 0"};
    const Event* before = nullptr;
    for (const Event& event : script.events) {
        const bool absolute = event.time.when == When::Absolute || event.time.when == When::AbsoluteRange;
        if (absolute && before != nullptr && event.time.usecs < before->time.usecs)
            throw SyntaxError{event.place, "time goes backward: the event before is later"};
        before = absolute ? &event : nullptr;
    }
}

Script script(Cursor& cursor, std::string name, const Definitions& given) {
    Script script;
    script.name = std::move(name);
    Definitions own;
    while (cursor.peek() == '-' && cursor.raw(1) == '-') {
        script.options.push_back(option(cursor));
        const std::string& option_name = script.options.back().name;
        if (option_name == "define" || option_name == "D")
            take_definition(cursor, script.options.back(), own);
    }
    cursor.definitions = given;
    cursor.definitions.merge(own);
    script.init_place = cursor.place();
    if (cursor.take("`")) script.init = Command{cursor.until("`")};
    while (!cursor.at_end()) {
        script.cleanup_place = cursor.place();
        if (cursor.take("`")) {
            script.cleanup = Command{cursor.until("`")};
            if (!cursor.at_end()) cursor.fail("nothing may follow the last command, or it needs a time");
            break;
        }
        script.events.push_back(event(cursor));
    }
    check_times(script);
    return script;
}

}  // namespace

tl::expected<Script, SyntaxError> parse(std::string_view text, std::string name, const Definitions& given) {
    const std::string kept = without_excluded(text, given);
    Cursor cursor{kept};
    try {
        return script(cursor, std::move(name), given);
    } catch (const SyntaxError& error) {
        return tl::unexpected<SyntaxError>{error};
    }
}

}  // namespace patchcord::scenarios::drill::language
