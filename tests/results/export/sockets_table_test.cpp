#include "results/export/sockets_table.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace patchcord::results {
namespace {

using namespace std::chrono_literals;
using models::host::SocketRow;
using models::wire::IpProtocol;
using models::wire::Ipv4Address;
using models::wire::TcpState;

constexpr sim::Time kNow = sim::kStart + 2s;

std::vector<SocketRow> rows() {
    return {{.protocol = IpProtocol::Tcp,
             .local = {{}, 80},
             .state = TcpState::Listen,
             .send_queue = 5,
             .descriptor = 3,
             .process = 1,
             .process_name = "http"},
            {.protocol = IpProtocol::Tcp,
             .local = {{10, 0, 0, 2}, 80},
             .remote = {{10, 0, 0, 1}, 49152},
             .state = TcpState::SynReceived,
             .send_queue = 1,
             .timer = models::tcp::Connection::TimerView{models::trace::TimerKind::Retransmission,
                                                         kNow + 1500ms, 2}},
            {.protocol = IpProtocol::Tcp,
             .local = {{10, 0, 0, 2}, 80},
             .remote = {{10, 0, 0, 1}, 49151},
             .state = TcpState::TimeWait,
             .timer = models::tcp::Connection::TimerView{models::trace::TimerKind::TimeWait, kNow + 59s, 0}},
            {.protocol = IpProtocol::Udp,
             .local = {{}, 53},
             .receive_queue = 28,
             .descriptor = 4,
             .process = 1,
             .process_name = "dns"}};
}

TEST_CASE("sockets as Linux shows them") {
    CHECK(format_sockets(rows(), kNow) ==
          "Proto  Recv-Q  Send-Q  Local Address  Foreign Address  State      PID/Program name  FD  Timer\n"
          "tcp         0       5  0.0.0.0:80     0.0.0.0:*        LISTEN     1/http             3  off "
          "(0.00/0/0)\n"
          "tcp         0       1  10.0.0.2:80    10.0.0.1:49152   SYN_RECV   -                  -  on "
          "(1.50/2/0)\n"
          "tcp         0       0  10.0.0.2:80    10.0.0.1:49151   TIME_WAIT  -                  -  timewait "
          "(59.00/0/0)\n"
          "udp        28       0  0.0.0.0:53     0.0.0.0:*                   1/dns              4  off "
          "(0.00/0/0)\n");
}

TEST_CASE("sockets as Windows shows them") {
    CHECK(format_sockets(rows(), kNow, SocketsForm::Windows) ==
          "  Proto  Local Address  Foreign Address  State         PID\n"
          "  TCP    0.0.0.0:80     0.0.0.0:0        LISTENING       1\n"
          "  TCP    10.0.0.2:80    10.0.0.1:49152   SYN_RECEIVED    0\n"
          "  TCP    10.0.0.2:80    10.0.0.1:49151   TIME_WAIT       0\n"
          "  UDP    0.0.0.0:53     *:*                              1\n");
}

TEST_CASE("sockets as JSON") {
    const auto json = nlohmann::json::parse(sockets_json(rows(), kNow, "server"));
    CHECK(json["schema"] == "patchcord.sockets/1");
    CHECK(json["host"] == "server");
    CHECK(json["sockets"][0]["descriptor"] == 3);
    CHECK(json["sockets"][1]["state"] == "SYN-RECEIVED");
    CHECK(json["sockets"][1]["timer"]["kind"] == "retransmission");
    CHECK(json["sockets"][1]["descriptor"].is_null());
    CHECK(json["sockets"][3]["state"].is_null());
}

}  // namespace
}  // namespace patchcord::results
