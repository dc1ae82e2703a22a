// Writes the captures that check_captures.py gives to tshark, and says on standard output what is in them: a
// line for each file with its path, its number of frames, the number of segments that its card sent again,
// and a tab between them. Read next: tests/results/check_captures.py.
#include "results/analysis/analysis.hpp"
#include "results/export/pcapng.hpp"
#include "tests/results/two_hosts.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace {

using namespace patchcord;
using namespace patchcord::results;

/// Every kind of packet, at times that a clock of 32 bits, or one of seconds and nanoseconds, gets wrong.
Run all_times() {
    TwoHosts net;
    net.arp(sim::kStart, kClient, wire::ArpOperation::Request);
    net.arp(sim::kStart + 999'999'999ns, kServer, wire::ArpOperation::Reply);
    net.echo(sim::kStart + 4'294'967'296ns, kClient, wire::IcmpType::EchoRequest, 1);
    net.echo(sim::kStart + 5s, kServer, wire::IcmpType::EchoReply, 1);
    net.udp(sim::kStart + 3'601s, kClient, 5000, 40000, 1);
    net.udp(sim::kStart + 3'602s, kServer, 40000, 5000, 1472);
    return net.finish();
}

void write(const Run& run, const std::filesystem::path& folder, Language language) {
    const Analysis analysis{run};
    const auto files = write_pcapng(run, folder, language);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const sim::NodeId node{static_cast<std::uint32_t>(i)};
        const auto frames = std::ranges::count_if(run.frames(), [node](const FrameObservation& frame) {
            return frame.node == node && frame.what != FrameObservation::What::Lost;
        });
        const std::uint64_t resent =
            analysis.tcp.all().empty() ? 0 : analysis.tcp.all()[0].directions[i].resent;
        std::cout << files[i].string() << '\t' << frames << '\t' << resent << '\n';
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: results_captures FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder{arguments[1]};
    write(lost_segment(wire::LossCause::Cut), folder / "cut", Language::English);
    write(lost_segment(wire::LossCause::Fcs), folder / "fcs", Language::Korean);
    write(lost_segment(wire::LossCause::Queue), folder / "queue", Language::English);
    write(all_times(), folder / "times", Language::English);
    return 0;
}
