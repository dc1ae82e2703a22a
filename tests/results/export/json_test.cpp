#include "results/export/json.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace patchcord::results {
namespace {

using Json = nlohmann::json;

TEST_CASE("a run as JSON has a schema, raw integers and names") {
    const Run run = lost_segment();
    const Analysis analysis{run};
    const Json json =
        Json::parse(run_json(analysis, {{}, {{"count(arp) == 2", true, ""}}, {{2, "drop arp"}}}));
    CHECK(json["schema"] == "patchcord.run/1");
    CHECK(json["name"] == "by-hand");
    CHECK(json["seed"] == 7);
    CHECK(json["stop"] == "idle");
    CHECK(json["end_ps"] == ticks(run.end().at));
    CHECK(json["nodes"][0]["ports"][0]["address"] == "10.0.0.1/24");
    CHECK(json["links"][0]["delay_ps"] == 108740);
    CHECK(json["frames"]["lost_by_cause"]["cut"] == 1);
    const Json& way = json["flows"][0]["directions"][0];
    CHECK(way["bytes"] == 4380);
    CHECK(way["goodput_bits_per_second"].is_number_integer());
    CHECK(json["flows"][0]["directions"][1]["srtt_ps"].is_null());
    CHECK(json["fingerprint"]["wire"].get<std::string>().size() == 16);
    CHECK(json["expect"][0]["held"] == true);
    CHECK(json["faults_never_fired"][0]["fault"] == 2);
    CHECK(json["faults_never_fired"][0]["text"] == "drop arp");
    CHECK(Json::parse(flows_json(analysis))["flows"] == json["flows"]);
}

TEST_CASE("a ladder as JSON is the whole display list") {
    const Run run = lost_segment();
    const LadderDisplay ladder = Analysis{run}.ladder();
    const Json json = Json::parse(ladder_json(ladder));
    CHECK(json["schema"] == "patchcord.ladder/1");
    CHECK(json["lanes"][1]["name"] == "server");
    REQUIRE(json["rows"].size() == ladder.rows.size());
    CHECK(json["rows"][0]["states"][0]["to"] == "LISTEN");
    CHECK(json["rows"][0]["packet"].is_null());
    CHECK(json["timers"].size() == ladder.bars.size());
    int lost = 0;
    for (const Json& row : json["rows"]) {
        if (row["packet"].is_null() || row["packet"]["heads"][0]["loss"].is_null()) continue;
        ++lost;
        CHECK(row["packet"]["heads"][0]["loss"]["cause"] == "cut");
        CHECK(row["packet"]["text"] == "data 2921:4381 ack=1");
        CHECK(row["packet"]["class"] == "data");
        CHECK(row["packet"]["heads"][0]["arrived_ps"].is_null());
    }
    CHECK(lost == 1);
}

TEST_CASE("names that are no UTF-8 do no harm") {
    RunHeader header = TwoHosts::header();
    header.nodes[0].name = "\xFFhost";
    const Run run = Recorder{}.finish(header, {});
    const Json json = Json::parse(run_json(Analysis{run}, {}));
    CHECK(json["nodes"][0]["name"] == "\xEF\xBF\xBDhost");
}

TEST_CASE("notes of a ladder say what, where and to whom") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    net.recorder().record(trace::HostChange{sim::kStart + 1s, kServer, false});
    net.recorder().record(trace::LinkChange{sim::kStart + 2s, kClient, kPort, false});
    const Run run = net.finish();
    const Json rows = Json::parse(ladder_json(Analysis{run}.ladder()))["rows"];
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]["note"].is_null());
    CHECK(rows[1]["note"] == Json::parse(R"({"what": "crashed", "lane": 1, "place": "server"})"));
    CHECK(rows[2]["note"] == Json::parse(R"({"what": "link-down", "lane": null, "place": ""})"));
}

}  // namespace
}  // namespace patchcord::results
