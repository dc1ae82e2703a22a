// The tree that the parser makes, the places in it, and the limits. Read next:
// scenarios/load/json_parser.hpp.
#include "scenarios/load/json_parser.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace patchcord::scenarios;

namespace {

struct Parsed {
    std::shared_ptr<const SourceText> source;
    std::optional<JsonValue> root;
    std::vector<Diagnostic> problems;

    std::string at(const Span& span) const {
        const auto position = source->position(span.begin);
        return std::to_string(position.line) + ":" + std::to_string(position.column);
    }
    std::string text(const Span& span) const {
        return std::string{source->text().substr(span.begin, span.end - span.begin)};
    }
};

Parsed parse(std::string text) {
    Parsed parsed{std::make_shared<const SourceText>("x.json", std::move(text)), {}, {}};
    Diagnostics problems;
    parsed.root = parse_json(parsed.source, 0, problems);
    parsed.problems = problems.take_sorted();
    return parsed;
}

}  // namespace

TEST_CASE("values know where they were written") {
    const Parsed parsed = parse(
        "// a comment: {\n"
        "{ \"a\" : -1.5e3, /* another\n"
        " comment */ \"이름\": [ true, null, \"x\\\"y\" ],\n"
        "  \"z\": { } }\n");
    REQUIRE(parsed.root);
    const auto& members = parsed.root->children;
    REQUIRE(members.size() == 3);
    CHECK(parsed.at(parsed.root->span) == "2:1");
    CHECK(parsed.at(members[0].key_span) == "2:3");
    CHECK(parsed.at(members[0].span) == "2:9");
    CHECK(parsed.text(members[0].span) == "-1.5e3");
    CHECK(members[0].type == JsonValue::Type::Real);
    CHECK(parsed.at(members[1].key_span) == "3:13");
    CHECK(members[1].key == "이름");
    REQUIRE(members[1].children.size() == 3);
    CHECK(parsed.at(members[1].children[0].span) == "3:21");
    CHECK(parsed.text(members[1].children[0].span) == "true");
    CHECK(parsed.text(members[1].children[1].span) == "null");
    CHECK(parsed.text(members[1].children[2].span) == "\"x\\\"y\"");
    CHECK(members[1].children[2].text == "x\"y");
    CHECK(parsed.at(members[2].span) == "4:8");
}

TEST_CASE("numbers stay text") {
    const Parsed parsed = parse("[0, -0, 18446744073709551616, 0.1, 1E+2, 123456789012345678901234567890]");
    REQUIRE(parsed.root);
    const auto& numbers = parsed.root->children;
    REQUIRE(numbers.size() == 6);
    CHECK(numbers[2].text == "18446744073709551616");
    CHECK(numbers[2].type == JsonValue::Type::Integer);
    CHECK(numbers[3].type == JsonValue::Type::Real);
    CHECK(numbers[4].text == "1E+2");
    CHECK(numbers[5].type == JsonValue::Type::Integer);
}

TEST_CASE("keys keep their order, and the first of two equal ones counts") {
    const Parsed parsed = parse(R"({"b": 1, "a": {"x": 1}, "b": [1, {"c": 2}], "c": 3})");
    REQUIRE(parsed.root);
    REQUIRE(parsed.root->children.size() == 3);
    CHECK(parsed.root->children[0].key == "b");
    CHECK(parsed.root->children[0].text == "1");
    CHECK(parsed.root->children[2].key == "c");
    REQUIRE(parsed.problems.size() == 1);
    CHECK(parsed.problems[0].message == "\"b\" is given twice (first on line 1)");
    CHECK(parsed.problems[0].place.column() == 25);
}

TEST_CASE("a byte order mark and line ends of Windows are no problem") {
    const Parsed parsed = parse("\xEF\xBB\xBF{\r\n  \"a\": 1\r\n}\r\n");
    REQUIRE(parsed.root);
    CHECK(parsed.at(parsed.root->span) == "1:1");
    CHECK(parsed.at(parsed.root->children[0].span) == "2:8");
}

TEST_CASE("the depth is limited to 200, and the place is the bracket that is too many") {
    CHECK(parse(std::string(200, '[') + std::string(200, ']')).root);
    const Parsed parsed = parse(std::string(201, '[') + std::string(201, ']'));
    CHECK(!parsed.root);
    REQUIRE(parsed.problems.size() == 1);
    CHECK(parsed.problems[0].place.column() == 201);
    CHECK(parsed.problems[0].message == "\"[\" nested more than 200 deep");
}

TEST_CASE("the number of values is limited") {
    std::string text = "[0";
    for (std::size_t i = 0; i < kMaxValues; ++i)
        text += ",0";
    const Parsed parsed = parse(text + "]");
    CHECK(!parsed.root);
    REQUIRE(parsed.problems.size() == 1);
    CHECK(parsed.problems[0].message == "more than 2000000 values");
}

TEST_CASE("a NUL is not the end of a file") {
    using namespace std::string_literals;
    CHECK(!parse("{}\0"s).root);
    CHECK(!parse("{}\0{}"s).root);
    CHECK(!parse("\0{}"s).root);
    CHECK(!parse("{\"a\0\": 1}"s).root);
}

TEST_CASE("a comment ends where the lexer ends it") {
    using namespace std::string_literals;
    for (const std::string& text : {"//\00000"s, "//\r00\r"s, "[1 /*\0*/ 2]"s, "{ \"a\": //\00000\n }"s}) {
        const Parsed parsed = parse(text);
        CHECK(!parsed.root);
        CHECK(parsed.problems.size() == 1);
    }
    CHECK(parse("//\r{}"s).root);
}

TEST_CASE("a backslash that means nothing is marked with the character behind it, if there is one") {
    const auto marked = [](const std::string& text) {
        const Parsed parsed = parse(text);
        REQUIRE(parsed.problems.size() == 1);
        return parsed.text({parsed.problems[0].place.begin, parsed.problems[0].place.end});
    };
    CHECK(marked("\"a\\") == "\\");
    CHECK(marked("\"a\\가\"") == "\\가");
    CHECK(marked("\"a\\q\"") == "\\q");
}

TEST_CASE("pointers escape what RFC 6901 reserves") {
    CHECK(child_pointer("/nodes", "a/b~c") == "/nodes/a~1b~0c");
    CHECK(child_pointer("", std::size_t{0}) == "/0");
}
