// The rows of the packet list, and the ways to walk along it. Read next: gui/viewmodel/packet_table.hpp.
#include "gui/viewmodel/packet_table.hpp"

#include "tests/gui/viewmodel/lessons.hpp"

#include <algorithm>

using namespace patchcord;
using gui::PacketTable;
using gui::TablePacket;
using Way = gui::PacketTable::Way;

TEST_CASE("Rows have ends with ports, the words of patchcord packets, and a fate") {
    const auto run = tests::lesson("lost-segment");
    const PacketTable table{run->analysis, results::Language::English};
    REQUIRE(table.rows().size() == run->analysis.journeys.all().size());
    const TablePacket& arp = table.rows()[0];
    CHECK(arp.time == "0.010000");
    CHECK(arp.from == "client");
    CHECK(arp.to == "*");
    CHECK(arp.protocol == "ARP");
    CHECK(arp.info == "Request who-has 10.0.0.2 tell 10.0.0.1, length 28");
    CHECK(arp.fate == "✓");
    CHECK(table.rows()[1].to == "client");
    const TablePacket& syn = table.rows()[2];
    CHECK(syn.from == "client:49152");
    CHECK(syn.to == "server:80");
    CHECK(syn.protocol == "TCP");
    CHECK(syn.info == "Flags [S], seq 0, win 65535, options [mss 1460], length 0");
    CHECK(table.details(syn.packet).find("10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0") !=
          std::string::npos);
}

TEST_CASE("The lost packet and the one that is sent again stand out") {
    const auto run = tests::lesson("lost-segment");
    const PacketTable table{run->analysis, results::Language::Korean};
    CHECK(std::ranges::count(table.rows(), true, &TablePacket::lost) == 1);
    const auto lost = std::ranges::find(table.rows(), true, &TablePacket::lost);
    CHECK(lost->fate == "✕ 끊김");
    CHECK((lost + 1)->kind == results::PacketClass::Retransmission);
    CHECK((lost + 1)->info.starts_with("R1  Flags [P.], seq 2921:4381"));
    CHECK(table.next_loss({}, Way::Forward) == lost->packet);
    CHECK(table.next_loss({}, Way::Backward) == lost->packet);
    CHECK(table.next_loss(table.rows()[0].packet, Way::Forward) == lost->packet);
    CHECK_FALSE(table.next_loss(lost->packet, Way::Forward));
    CHECK_FALSE(table.next_loss(lost->packet, Way::Backward));
}

TEST_CASE("Steps stop at the ends") {
    const auto run = tests::lesson("ping");
    const PacketTable table{run->analysis, results::Language::English};
    const auto& rows = table.rows();
    CHECK(table.step({}, 1) == rows.front().packet);
    CHECK(table.step({}, -1) == rows.back().packet);
    CHECK(table.step(rows[1].packet, 2) == rows[3].packet);
    CHECK(table.step(rows[1].packet, -1'000'000) == rows.front().packet);
    CHECK(table.step(rows[1].packet, 1'000'000) == rows.back().packet);
    CHECK(table.row_of(rows[2].packet) == 2);
    CHECK_FALSE(PacketTable{}.step({}, 1));
    CHECK_FALSE(PacketTable{}.next_loss({}, Way::Forward));
}
