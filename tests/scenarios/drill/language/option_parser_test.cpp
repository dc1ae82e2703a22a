// TCP options of packet lines become the bytes that they are on the wire.
// Read next: scenarios/drill/language/option_parser.cpp.
#include "tests/scenarios/drill/language/parsing.hpp"

#include <vector>

namespace patchcord::tests::drill_language {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes options(std::string_view list) {
    return tcp(fmt::format("> S 0:0(0) <{}>", list)).options;
}

std::string wrong(std::string_view list) {
    return mistake(fmt::format("0 > S 0:0(0) <{}>", list));
}

}  // namespace

TEST_CASE("options of drill lines become bytes in their order") {
    CHECK(options("mss 1460") == Bytes{2, 4, 0x05, 0xB4});
    CHECK(options("nop,wscale 7") == Bytes{1, 3, 3, 7});
    CHECK(options("sackOK,nop,nop") == Bytes{4, 2, 1, 1});
    CHECK(options("sackOK,eol,eol") == Bytes{4, 2, 0, 0});
    CHECK(options("nop, nop, TS val 1 ecr 0x100") == Bytes{1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 1, 0});
    CHECK(options("nop,nop,sack 1:2 258:4294967295") ==
          Bytes{1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 2, 255, 255, 255, 255});
    CHECK(options("FO,nop,nop") == Bytes{34, 2, 1, 1});
    CHECK(options("FO 3021b9d889017eeb,nop,nop") ==
          Bytes{34, 10, 0x30, 0x21, 0xB9, 0xD8, 0x89, 0x01, 0x7E, 0xEB, 1, 1});
    CHECK(options("FOEXP 0102,nop,nop") == Bytes{254, 6, 0xF9, 0x89, 1, 2, 1, 1});
    CHECK(options("nop,nop,md5 00112233445566778899aabbccddeeff").size() == 20);
}

TEST_CASE("nplab's drill scripts have options by number, and bare bytes") {
    CHECK(options("exp-FO 0102,nop,nop") == Bytes{254, 6, 0xF9, 0x89, 1, 2, 1, 1});
    CHECK(options("exp-ABCD") == Bytes{254, 4, 0xAB, 0xCD});
    CHECK(options("gen-77 0102") == Bytes{77, 4, 1, 2});
    CHECK(options("020405b4") == Bytes{2, 4, 0x05, 0xB4});
}

TEST_CASE("options of drill lines may stand on the next line, and words in them may be defined") {
    const Script script = parsed("0 > S 0:0(0)\n   <mss 1000,\n    FO COOKIE>\n+0 < S. 0:0(0) ack 1 win 5",
                                 {{"COOKIE", "0102"}});
    CHECK(script.events.size() == 2);
    CHECK(std::get<TcpLine>(script.events[0].packet()->body).options == Bytes{2, 4, 0x03, 0xE8, 34, 4, 1, 2});
}

TEST_CASE("mistakes in options of drill lines have a place and a hint") {
    CHECK(wrong("mss 1460,nop") ==
          "1:15: TCP options of 5 bytes: they must fill a multiple of 4, with nop or eol");
    CHECK(wrong("sackok") == "1:15: \"sackok\" is no TCP option; did you mean \"sackOK\"?");
    CHECK(wrong("mss 1460,,nop") == "1:24: a TCP option is expected here, not \",\"");
    CHECK(wrong("mss 1460 nop") == "1:24: \",\" is expected here, not \"nop\"");
    CHECK(wrong("mss MSS") ==
          "1:19: mss must be a number from 0 to 65535, not \"MSS\", which is not defined (-D NAME=VALUE)");
    CHECK(wrong("FO 123") == "1:18: bytes are pairs of hexadecimal digits, at most 40, not \"123\"");
    CHECK(wrong("FO 12xx") == "1:18: bytes are pairs of hexadecimal digits, at most 40, not \"12xx\"");
    CHECK(wrong("FO " + std::string(82, '0')).starts_with("1:18: bytes are pairs of hexadecimal digits"));
    CHECK(wrong("sack 1:2 1:2 1:2 1:2 1:2") == "1:15: TCP options of more than 40 bytes");
    CHECK(wrong("TS val 5") == "1:23: \"ecr\" is expected here, not \">\"");
    CHECK(mistake("0 > S 0:0(0) <mss 1460") == "1:23: \",\" is expected here, not the end of the script");
}

TEST_CASE("options that drill does not have are said by name") {
    CHECK(wrong("ECN e0b 1 ceb 0 e1b 1") == "1:15: unsupported: TCP option ECN (accurate ECN)");
    CHECK(wrong("AccECN0 ee0b 1") == "1:15: unsupported: TCP option AccECN0 (accurate ECN)");
    CHECK(wrong("mpcapable v1") == "1:15: unsupported: TCP option mpcapable (Multipath TCP)");
    CHECK(wrong("exp-tarr 5") == "1:19: unsupported: TCP option exp-tarr");
    CHECK(wrong("md5 valid") == "1:19: unsupported: TCP option md5 with a digest made from a secret");
    CHECK(wrong("TS val ... ecr 1") == "1:22: unsupported: TS val that is not checked");
    CHECK(wrong("TS val 1 ecr 1!") == "1:29: unsupported: TS ecr as it is on the wire");
}

}  // namespace patchcord::tests::drill_language
