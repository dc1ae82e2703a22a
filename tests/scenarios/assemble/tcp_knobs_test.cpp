// Every knob of TCP that a scenario can turn reaches the stack of its host. Read next:
// scenarios/description/stack_tables.cpp.
#include "scenarios/assemble/assemble.hpp"
#include "scenarios/description/tables.hpp"
#include "scenarios/load/loader.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

using namespace patchcord;
using namespace std::chrono_literals;

namespace {

constexpr const char* kTurned = R"({
    "mss": "1000 B", "window_scale": false, "timestamps": false, "sack": false, "ecn": "active",
    "receive_buffer": "5000 B", "receive_maximum": "7000 B", "send_buffer": "9000 B",
    "initial_window": 3, "congestion": "tahoe", "hystart": false, "idle_restart": "never",
    "fast_retransmit": false, "detection": "duplicate-acks", "duplicate_threshold": 5, "limited_transmit": false,
    "tail_loss_probe": false, "prr": false, "frto": false, "undo": false, "dsack": false,
    "nagle": false, "delayed_ack": "7 ms", "ack_every": 9,
    "initial_rto": "3 s", "min_rto": "11 ms", "max_rto": "13 s", "syn_retries": 4, "synack_retries": 17,
    "retries": 8, "msl": "19 s", "isn": 23, "keepalive": true, "keepalive_idle": "29 s",
    "keepalive_interval": "31 s", "keepalive_count": 6, "user_timeout": "37 s", "syn_cookies": false })";

models::tcp::Config config_with(const std::string& knobs) {
    const std::string text = R"({ "nodes": { "a": { "address": "10.0.0.1/24", "tcp": )" + knobs + " } } }";
    const auto source = std::make_shared<const scenarios::SourceText>("knobs.json", text);
    const scenarios::LoadResult result =
        scenarios::load_scenario(source, {scenarios::testing::kApplications, {}});
    for (const scenarios::Diagnostic& problem : result.problems)
        MESSAGE(problem.message);
    REQUIRE(result.scenario);
    const scenarios::Assembled assembled = scenarios::assemble(*result.scenario);
    return assembled.network->find_host("a")->stack().tcp().config();
}

}  // namespace

TEST_CASE("each knob of TCP reaches the stack of its host") {
    for (const scenarios::Field& field : scenarios::kTcpTable.fields) {
        CAPTURE(field.name);
        CHECK(std::string{kTurned}.find('"' + std::string{field.name} + '"') != std::string::npos);
    }
    const models::tcp::Config config = config_with(kTurned);
    CHECK(config.mss == 1000);
    CHECK_FALSE((config.window_scale || config.timestamps || config.sack || config.hystart));
    CHECK(config.ecn == models::tcp::Ecn::Active);
    CHECK(config.receive_buffer == 5000);
    CHECK(config.receive_maximum == 7000);
    CHECK(config.send_buffer == 9000);
    CHECK(config.initial_window == 3);
    CHECK(config.congestion == models::tcp::cc::Algorithm::Tahoe);
    CHECK(config.idle_restart == models::tcp::IdleRestart::Never);
    CHECK_FALSE((config.fast_retransmit || config.limited_transmit || config.tail_loss_probe || config.prr));
    CHECK(config.detection == models::tcp::LossDetection::DuplicateAcks);
    CHECK(config.duplicate_threshold == 5);
    CHECK_FALSE((config.frto || config.undo || config.dsack || config.nagle || config.syn_cookies));
    CHECK(config.delayed_ack == 7ms);
    CHECK(config.ack_every == 9);
    CHECK(config.initial_rto == 3s);
    CHECK(config.min_rto == 11ms);
    CHECK(config.max_rto == 13s);
    CHECK(config.syn_retries == 4);
    CHECK(config.synack_retries == 17);
    CHECK(config.retries == 8);
    CHECK(config.msl == 19s);
    CHECK(config.isn == 23u);
    CHECK(config.keepalive);
    CHECK(config.keepalive_idle == 29s);
    CHECK(config.keepalive_interval == 31s);
    CHECK(config.keepalive_count == 6);
    CHECK(config.user_timeout == 37s);
}

TEST_CASE("a receive buffer of a given size does not grow, unless it is told how far") {
    CHECK(config_with("{}").receive_maximum ==
          models::tcp::profile_config(models::tcp::Profile::Linux).receive_maximum);
    CHECK(config_with(R"({ "receive_buffer": "20000 B" })").receive_maximum == 20'000);
    CHECK(config_with(R"({ "receive_maximum": "90000 B" })").receive_maximum == 90'000);
}
