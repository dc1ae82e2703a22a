// Calls: arguments of every kind, results, errors, comments.
// Read next: scenarios/drill/language/expression_parser.cpp.
#include "tests/scenarios/drill/language/parsing.hpp"

#include <limits>

namespace patchcord::tests::drill_language {
namespace {

Expression argument(std::string_view text) {
    const Call whole = call(fmt::format("f({}) = 0", text));
    REQUIRE(whole.arguments.size() == 1);
    return whole.arguments[0];
}

std::int64_t number(std::string_view text) {
    const Expression value = argument(text);
    REQUIRE(value.as<std::int64_t>() != nullptr);
    return *value.as<std::int64_t>();
}

std::string bytes(std::string_view text) {
    const Expression value = argument(text);
    REQUIRE(value.as<std::string>() != nullptr);
    return *value.as<std::string>();
}

}  // namespace

TEST_CASE("calls of drill scripts have a result, and perhaps an error and a comment") {
    CHECK(call("pause() = 0").arguments.empty());
    CHECK(call("read(3, ..., 10) = 10").result == 10);
    CHECK(call("read(3, ..., 10) = 10").error.empty());
    CHECK_FALSE(call("poll(3) = ...").result);
    const Call failed = call("connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)");
    CHECK(failed.result == -1);
    CHECK(failed.error == "EINPROGRESS");
    CHECK(call("fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)").result == 2);
    CHECK(call("fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)").error.empty());
    const Script script = parsed("0 close(3) = -1 EBADF\n+0 close(4) = 0");
    CHECK(script.events.size() == 2);
}

TEST_CASE("numbers of drill scripts have 64 bits") {
    CHECK(number("-5") == -5);
    CHECK(number("0x1F") == 31);
    CHECK(number("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(number("0xffffffffffffffff") == -1);
    CHECK(number("-0x8000000000000000") == std::numeric_limits<std::int64_t>::min());
    CHECK(mistake("0 f(9223372036854775808) = 0")
              .starts_with("1:5: this must be a number from 0 to 9223372036854775807"));
    CHECK(mistake("0 f(5x) = 0").starts_with("1:5: this must be a number"));
}

TEST_CASE("strings of drill scripts are joined, and have bytes by number") {
    CHECK(bytes(R"("reno")") == "reno");
    CHECK(bytes(R"("a" "b"
                   "c")") == "abc");
    CHECK(bytes(R"("\x00\xfF\n\\\"")") == std::string("\0\xFF\n\\\"", 5));
    CHECK(bytes(R"("GET"...)") == "GET");
    CHECK(bytes(R"("")").empty());
    CHECK(mistake(R"(0 f("\x1") = 0)") == "1:5: \\x needs two hexadecimal digits");
    CHECK(mistake(R"(0 f("\q") = 0)").starts_with("1:5: \\q is none of"));
    CHECK(mistake(R"(0 f("abc) = 0)") == "1:5: the closing \" is missing");
}

TEST_CASE("words of drill scripts can be joined by a bar") {
    CHECK(argument("NULL").as<Word>()->name == "NULL");
    const Expression flags = argument("O_RDWR|O_NONBLOCK | 4");
    REQUIRE(flags.as<Or>() != nullptr);
    REQUIRE(flags.as<Or>()->parts.size() == 3);
    CHECK(flags.as<Or>()->parts[1].as<Word>()->name == "O_NONBLOCK");
    CHECK(*flags.as<Or>()->parts[2].as<std::int64_t>() == 4);
    CHECK(flags.place.column == 5);
}

TEST_CASE("structures of drill scripts are fields in their order") {
    const Expression address =
        argument(R"({sa_family = AF_INET, sin_port = htons(80), sin_addr = inet_addr("192.0.2.1")})");
    REQUIRE(address.as<Structure>() != nullptr);
    const Expressions& fields = address.as<Structure>()->items;
    REQUIRE(fields.size() == 3);
    const Field* port = fields[1].as<Field>();
    REQUIRE(port != nullptr);
    CHECK(port->name == "sin_port");
    CHECK(port->argument == nullptr);
    REQUIRE(port->value->as<Function>() != nullptr);
    CHECK(port->value->as<Function>()->name == "htons");
    CHECK(*port->value->as<Function>()->arguments[0].as<std::int64_t>() == 80);

    const Expression poll = argument("[{fd=4, events=POLLIN|POLLOUT, revents=0}]");
    REQUIRE(poll.as<Array>() != nullptr);
    const Expressions& poll_fields = poll.as<Array>()->items[0].as<Structure>()->items;
    CHECK(poll_fields[1].as<Field>()->value->as<Or>()->parts.size() == 2);
}

TEST_CASE("messages of drill scripts have counted fields and lists within lists") {
    const Expression message = argument(
        "{msg_name(...)=..., msg_iov(2)=[{..., 10}, {..., 20}], msg_flags=0,"
        " msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=64}]}");
    const Expressions& fields = message.as<Structure>()->items;
    REQUIRE(fields.size() == 4);
    const Field* vector = fields[1].as<Field>();
    CHECK(vector->name == "msg_iov");
    CHECK(*vector->argument->as<std::int64_t>() == 2);
    CHECK(vector->value->as<Array>()->items.size() == 2);
    CHECK(fields[0].as<Field>()->argument->as<Ellipsis>() != nullptr);
    CHECK(fields[3].as<Field>()->value->as<Array>()->items[0].as<Structure>()->items.size() == 3);
}

TEST_CASE("mistakes in calls of drill scripts say what was expected") {
    CHECK(mistake("0 close 3") == "1:9: \"(\" is expected here, not \"3\"");
    CHECK(mistake("0 close(3 4) = 0") == "1:11: \",\" is expected here, not \"4\"");
    CHECK(mistake("0 close(3,) = 0") == "1:11: a value is expected here, not \")\"");
    CHECK(mistake("0 close(3)") == "1:11: \"=\" is expected here, not the end of the script");
    CHECK(mistake("0 f(" + std::string(100, '[') + ") = 0").ends_with("too many brackets within each other"));
    CHECK(mistake("0 f({a(1, 2)=3}) = 0") == "1:13: the field takes one argument");
}

}  // namespace patchcord::tests::drill_language
