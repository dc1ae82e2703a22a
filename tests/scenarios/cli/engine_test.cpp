// The commands with the engine that people have, on the scenarios that come along: what is printed, and that
// --json is one object.
// Read next: scenarios/cli/engine.cpp, scenarios/cli/tables.cpp.
#include "scenarios/cli/engine.hpp"

#include "scenarios/description/text.hpp"
#include "tests/support/program_call.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

using namespace patchcord::scenarios;
using patchcord::tests::call_engine;
using patchcord::tests::Printed;
using patchcord::tests::says;

TEST_CASE("the ARP table before and after the answer") {
    const std::string before = call_engine({"arp", "ping", "--at", "10.02 ms"}).out;
    CHECK(says(before, "client at 0.010020 s\n"));
    CHECK(says(before, "10.0.0.2  (incomplete)  incomplete"));
    CHECK(says(before, "10.0.0.1  02:00:00:00:00:01  reachable"));
    const std::string after = call_engine({"arp", "ping", "--at", "10.03 ms", "--host", "client"}).out;
    CHECK(says(after, "10.0.0.2  02:00:00:00:00:02  reachable"));
    CHECK_FALSE(says(after, "server at"));
}

TEST_CASE("the table of a switch, and when its entries are too old") {
    const std::string fresh = call_engine({"mac", "ping", "--at", "4 s"}).out;
    CHECK(says(fresh, "MAC address        Port  Age (s)\n"));
    CHECK(says(fresh, "02:00:00:00:00:01     1    0.990\n"));
    CHECK(says(call_engine({"mac", "ping", "--at", "400 s"}).out, "aged out"));
    CHECK(says(call_engine({"mac", "two-hosts"}).err, "no switch"));
}

TEST_CASE("describe says what is in a scenario, and runs nothing") {
    const Printed printed =
        call_engine({"describe", "lost-segment", "--set", "nodes.client.tcp.min_rto=2 s"});
    CHECK(printed.status == ExitStatus::Done);
    CHECK(printed.err.empty());
    CHECK(says(printed.out, "10.0.0.2/24  02:00:00:00:00:02"));
    CHECK(says(printed.out, "tcp.min_rto 2 s"));
    CHECK(says(printed.out, "to server, port 80"));
    CHECK(says(printed.out, "drop tcp.data, nth 3, from client"));
    const auto json = nlohmann::json::parse(
        call_engine({"describe", "lost-segment", "--json", "--set", "nodes.client.tcp.min_rto=2 s"}).out);
    CHECK(json["schema"] == "patchcord.describe/1");
    CHECK(json["nodes"][0]["tcp"]["min_rto_ps"] == 2'000'000'000'000);
    CHECK(json["cables"][0]["propagation_delay_ps"] == 108'740);
    CHECK(json["apps"][1]["arguments"]["calls"][1]["to"] == "10.0.0.2");
    CHECK(json["faults"][0]["nth"] == 3);
}

TEST_CASE("the language is that of the locale, or of --lang, and never that of JSON") {
    CHECK(language_of_locale("ko_KR.UTF-8") == Language::Korean);
    CHECK(language_of_locale("C") == Language::English);
    CHECK(language_of_locale("kok_IN") == Language::English);
    const Printed korean = call_engine({"run", "lost-segment", "--lang", "ko"});
    CHECK(says(korean.out, "시각 (초)"));
    CHECK(says(korean.err, "호스트 2, 케이블 1"));
    CHECK(says(call_engine({"list", "--lang", "ko"}).out, "세그먼트"));
    CHECK(call_engine({"run", "lost-segment", "--lang", "fr"}).status == ExitStatus::Usage);
    CHECK(call_engine({"run", "lost-segment", "--json", "--lang", "ko"}).out ==
          call_engine({"run", "lost-segment", "--json"}).out);
}

TEST_CASE("columns of the Korean flow table are aligned as a terminal shows them") {
    std::istringstream lines{call_engine({"run", "lost-segment", "--lang", "ko"}).out};
    std::vector<std::size_t> widths;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(" 흐름") || says(line, " → ") || says(line, " ← "))
            widths.push_back(display_width(line));
    }
    REQUIRE(widths.size() == 3);
    CHECK(widths[0] == widths[1]);
    CHECK(widths[0] == widths[2]);
}

TEST_CASE("what a run never came to is said, unless nobody wants to hear it") {
    CHECK(says(call_engine({"run", "two-hosts", "--until", "5 ms"}).err,
               "echo-client on client did not start"));
    CHECK_FALSE(says(call_engine({"run", "two-hosts"}).err, "did not start"));
    CHECK(call_engine({"run", "two-hosts", "--until", "5 ms", "--quiet"}).err.empty());
    CHECK(call_engine({"run", "two-hosts", "--until", "0 s"}).status == ExitStatus::Usage);
}

TEST_CASE("tables in JSON are one object") {
    for (const char* const command : {"sockets", "arp", "mac"}) {
        CAPTURE(command);
        const Printed printed = call_engine({command, "ping", "--at", "1 s", "--json"});
        const auto json = nlohmann::json::parse(printed.out);
        CHECK(json["schema"] == "patchcord.tables/1");
        CHECK(json["at_ps"] == 1'000'000'000'000);
        CHECK(json["tables"].size() == (std::string{command} == "mac" ? 1 : 2));
        CHECK(json["tables"][0]["schema"] == std::string{"patchcord."} + command + "/1");
    }
    const auto mac = nlohmann::json::parse(call_engine({"mac", "ping", "--json"}).out)["tables"][0];
    CHECK(mac["switch"] == "switch");
    CHECK(mac["entries"][1]["port"] == 2);
    CHECK(mac["entries"][1]["aged_out"] == true);
}

TEST_CASE("a table of a node that is not there is an error of usage") {
    const Printed printed = call_engine({"arp", "ping", "--host", "cliend"});
    CHECK(printed.status == ExitStatus::Usage);
    CHECK(says(printed.err, "\"client\"?"));
    CHECK(printed.out.empty());
}

TEST_CASE("a run says what its applications said") {
    const Printed text = call_engine({"run", "ping"});
    CHECK(says(text.out,
               " 0.010059  client  ping     64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.059 ms\n"));
    const auto json = nlohmann::json::parse(call_engine({"run", "ping", "--json"}).out);
    CHECK(json["log"].size() == 8);
    CHECK(json["log"][1]["process"] == "ping");
}

TEST_CASE("a ladder that is cut off names the command that shows all of this run") {
    const Printed printed = call_engine({"run", "bulk", "--seed", "9", "--set", "cables.0.length=1 cm"});
    CHECK(says(printed.out, ": patchcord ladder bulk --seed 9 --set 'cables.0.length=1 cm'\n"));
}

TEST_CASE("packets are told as tcpdump tells them") {
    const std::string all = call_engine({"packets", "lost-segment"}).out;
    CHECK(says(all,
               " 0.010012  client  IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, win 65535, options "
               "[mss 1460], length 0\n"));
    CHECK(says(all, "length 1460  ✕ cut\n"));
    const std::string server =
        call_engine({"packets", "lost-segment", "--host", "server", "--rows", "3"}).out;
    CHECK(says(server, " 0.010006  ◀  ARP, Request who-has 10.0.0.2 tell 10.0.0.1"));
    CHECK(says(server, " … 11 more rows\n"));
    CHECK_FALSE(says(server, "cut"));
    const auto json = nlohmann::json::parse(
        call_engine({"packets", "lost-segment", "--json", "--from", "10.2 ms", "--to", "1.1 s"}).out);
    CHECK(json["packets"].size() == 3);
    CHECK(json["packets"][1]["lost"] == "cut");
    CHECK(call_engine({"packets", "ping", "--host", "nobody"}).status == ExitStatus::Usage);
}

TEST_CASE("numbers and times of options are explained in our words") {
    CHECK(says(call_engine({"ladder", "ping", "--rows", "0"}).err, "expected a number from 1 to 1000000000"));
    CHECK(says(call_engine({"run", "ping", "--seed"}).err, "--seed needs a value"));
    CHECK(says(call_engine({"run", "ping", "--seed", "1", "--seed", "2"}).err, "--seed is given twice"));
}

TEST_CASE("check goes on after a file that is not there") {
    const Printed printed = call_engine({"check", "nowhere.json", "two-hosts"});
    CHECK(printed.status == ExitStatus::InputOutput);
    CHECK(says(printed.err, "nowhere.json"));
    CHECK(says(printed.out, "two-hosts: ok"));
}

TEST_CASE("a link whose cable is too long is told") {
    const Printed slow = call_engine({"run", "bulk", "--set", "cables.0.length=180 m", "--set",
                                      "cables.0.rate=1 Gbit/s", "--until", "1 ms"});
    CHECK(says(slow.err, "client-server came up as 10BASE-T only"));
    const Printed down = call_engine({"run", "bulk", "--set", "cables.0.length=1 km", "--until", "1 s"});
    CHECK(says(down.err, "client-server is down, its cable is too long even for 10BASE-T"));
    const Printed fine = call_engine({"run", "bulk", "--until", "1 ms"});
    CHECK(!says(fine.err, "client-server"));
}

TEST_CASE("describe says what a cable does, for people and for programs") {
    const std::vector<std::string> long_cable{"--set", "cables.0.length=120 m", "--set",
                                              "cables.0.rate=1 Gbit/s"};
    std::vector<std::string> words{"describe", "bulk"};
    words.insert(words.end(), long_cable.begin(), long_cable.end());
    const Printed text = call_engine(words);
    CHECK(says(text.out, "1000BASE-T  14.4 dB  16.8 dB  19.1 dB          4.8e-07       0.0058    99.5 %"));
    CHECK(says(text.out, "one full-sized frame in"));
    words.push_back("--json");
    const auto json = nlohmann::json::parse(call_engine(words).out);
    const auto& cable = json["cables"][0];
    CHECK(cable["phy"] == "1000BASE-T");
    CHECK(cable["speed"] == 1'000'000'000);
    CHECK(cable["ber"].get<double>() == doctest::Approx(4.755e-7).epsilon(0.01));
    CHECK(cable["frame_loss"].get<double>() == doctest::Approx(5.75e-3).epsilon(0.01));
    CHECK(cable["link_up"].get<double>() == doctest::Approx(0.995).epsilon(0.001));
    CHECK(cable["snr_deficit_db"].get<double>() == doctest::Approx(2.264).epsilon(0.001));
    CHECK(cable["insertion_loss_db"].get<double>() == doctest::Approx(14.428).epsilon(0.001));
}

TEST_CASE("a frame that got through after collisions says so, and is not lost") {
    const std::string packets = call_engine({"packets", "hub-collisions", "--filter", "collisions > 0"}).out;
    CHECK(says(packets, "after 1 collision\n"));
    CHECK(says(packets, "after 2 collisions\n"));
    CHECK_FALSE(says(packets, "✕"));
    CHECK(says(call_engine({"ladder", "hub-collisions"}).out, "c1"));
    const std::string late = call_engine({"packets", "duplex-mismatch", "--filter", "lost"}).out;
    CHECK(says(late, "✕ collision"));  // a late collision is not sent again
}

TEST_CASE("the spanning tree of every switch, and none where none runs") {
    const std::string tree = call_engine({"stp", "spanning-tree", "--at", "55 s"}).out;
    CHECK(says(tree, "s3 at 55.000000 s\nbridge 8000.02:00:00:00:00:03\n"));
    CHECK(says(tree, "this bridge"));
    CHECK(says(tree, "path cost 19"));
    CHECK(says(tree, "blocked  blocking"));
    CHECK(says(call_engine({"stp", "broadcast-storm"}).out, "no spanning tree"));
    const auto json =
        nlohmann::json::parse(call_engine({"stp", "spanning-tree", "--at", "55 s", "--json"}).out);
    CHECK(json["tables"][2]["ports"][0]["role"] == "blocked");
}

TEST_CASE("a storm ends at the limit of events, with a status of its own") {
    const Printed printed = call_engine({"run", "broadcast-storm"});
    CHECK(printed.status == ExitStatus::LimitReached);
    CHECK(says(printed.err, "the limit of events was reached"));
}

TEST_CASE("tables of a switch with VLANs say which") {
    const std::string table = call_engine({"mac", "vlans", "--switch", "s1"}).out;
    CHECK(says(table, "VLAN  MAC address"));
    CHECK(says(table, "  10  02:00:00:00:00:03"));
}
