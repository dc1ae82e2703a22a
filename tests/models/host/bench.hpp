// Two hosts and a cable, and everything that the run says about calls, logs, states and frames, as text.
// Built on the library's own Network, so these tests also show how a program uses it.
// Read next: tests/models/host/socket_test.cpp.
#pragma once

#include "models/apps/app.hpp"
#include "models/network/literals.hpp"
#include "models/network/network.hpp"
#include "models/trace/sink.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace patchcord::tests {

using namespace models;
using namespace models::apps;
using namespace models::network::literals;
using host::How;
using host::Option;
using wire::Error;

class CallRecorder final : public trace::Sink {
  public:
    using Sink::record;

    /// "client: connect(3) = 0", "client: connect(3) = connection_refused".
    std::vector<std::string> calls;
    /// The same in the same order, without the name of the process.
    std::vector<trace::SocketCall> raw_calls;
    /// "hello", "failed: connection_refused".
    std::vector<std::string> logs;
    /// When each node sent a frame.
    std::map<sim::NodeId, std::vector<sim::Time>> frames;

    void record(const trace::SocketCall& call) override {
        const std::string result =
            call.value == -1 ? std::string{to_string(call.error)} : std::to_string(call.value);
        calls.push_back(std::string{call.process} + ": " + std::string{call.call} + "(" +
                        std::to_string(call.descriptor) + ") = " + result);
        raw_calls.push_back(call);
        raw_calls.back().process = {};  // its text lives only during the call
    }
    void record(const trace::AppLog& log) override {
        logs.push_back((log.failed ? "failed: " : "") + std::string{log.text});
    }
    void record(const trace::FrameSent& sent) override { frames[sent.node].push_back(sent.at); }
};

inline tcp::Config book() {
    return tcp::profile_config(tcp::Profile::Book);
}

/// client 10.0.0.1 and server 10.0.0.2 on 20 m of 100 Mbit/s, with the plainest TCP.
class TwoHosts {
  public:
    explicit TwoHosts(const tcp::Config& config = book())
        : client{network.add_host("client", {.address = "10.0.0.1/24"_net, .stack = {config, {}}})},
          server{network.add_host("server", {.address = "10.0.0.2/24"_net, .stack = {config, {}}})},
          link{network.connect(client, server)} {
        network.tracer().set_sink(&seen);
    }
    void run(sim::Duration duration = 1h) { network.run_for(duration); }

    static constexpr Endpoint kServer{{10, 0, 0, 2}, 80};

    CallRecorder seen;
    network::Network network{1};
    host::Host& client;
    host::Host& server;
    ethernet::Link& link;
};

template <class Result>
std::string result_of(const Result& result) {
    return result ? "ok" : std::string{to_string(result.error())};
}

/// Listens on port 80, takes one connection and keeps it open.
inline Task<> take_one(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    const Socket connection = std::move(accepted.value());
    co_await forever();
}

}  // namespace patchcord::tests
