// The reference says what the program takes: every name and call that it lists for expressions compiles.
// Keys and applications come from the loader's own tables and need no such check.
// Subject: scenarios/cli/manual/language_reference.hpp.
#include "scenarios/cli/manual/language_reference.hpp"

#include "models/wire/expression/frame_filter.hpp"
#include "results/query/question.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

namespace patchcord::scenarios {
namespace {

models::wire::NamedNodes two_nodes() {
    models::wire::NamedNodes nodes;
    nodes.add({.name = "client", .id = sim::NodeId{0}});
    nodes.add({.name = "server", .id = sim::NodeId{1}});
    return nodes;
}

std::vector<std::string> terms(std::string_view title) {
    for (const ReferenceSection& section : language_reference(testing::kApplications)) {
        if (section.title != title) continue;
        std::vector<std::string> terms;
        for (const ReferenceItem& item : section.items)
            terms.push_back(item.term);
        return terms;
    }
    return {};
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    if (const auto place = text.find(what); place != std::string::npos)
        text.replace(place, what.size(), with);
    return text;
}

/// Things are not compared; their members are.
bool compiles(const std::string& term, std::string_view member) {
    const models::wire::NamedNodes nodes = two_nodes();
    const std::string text = fmt::format("{}{} == {}{}", term, member, term, member);
    const auto question = results::Question::compile(text, nodes);
    CHECK_MESSAGE(question.has_value(), text);
    return question.has_value();
}

}  // namespace

TEST_CASE("every name of a frame that the reference lists is one") {
    const models::wire::NamedNodes nodes = two_nodes();
    const auto names = terms("a frame");
    CHECK(names.size() > 40);
    for (const std::string& name : names)
        CHECK_MESSAGE(models::wire::FrameFilter::compile(fmt::format("{} == {}", name, name), nodes), name);
}

TEST_CASE("every name of packets and runs that the reference lists is one") {
    for (const std::string& name : terms("a packet of a run"))
        CHECK(compiles(fmt::format("first(tcp).{}", name), ""));
    for (const std::string& name : terms("a socket of a run"))
        CHECK(compiles("socket(client)", "." + name));
    for (const std::string& name : terms("a flow of a run"))
        CHECK(compiles("flow(1, client)", "." + name));
    for (const std::string& term : terms("a run")) {
        const std::string call =
            replaced(replaced(replaced(term, "FILTER", "tcp"), "FIELD", "seg.len"), "VALUE", "1 s");
        const bool is_packet =
            term.ends_with("FILTER)") &&
            (term.starts_with("first") || term.starts_with("last") || term.starts_with("nth"));
        const std::string_view member = is_packet                     ? ".time"
                                        : term.starts_with("socket(") ? ".state"
                                        : term.starts_with("flow(")   ? ".bytes"
                                        : term.starts_with("at(")     ? ".sockets(client)"
                                                                      : "";
        CHECK(compiles(call, member));
    }
}

TEST_CASE("the text shows a call's parameters below it") {
    std::ostringstream text;
    print_language_reference(text, language_reference(testing::kApplications));
    CHECK(text.str().find("  between              the two nodes that it joins") != std::string::npos);
    CHECK(text.str().find("  seg.len              bytes of TCP data (a number)\n") != std::string::npos);
}

}  // namespace patchcord::scenarios
