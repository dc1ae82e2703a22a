// The one place where IP learns who takes UDP and TCP. Read next: models/host/host.hpp.
// The transports know IP from their constructors.
// Interfaces bind themselves to their cards.
#include "models/host/stack.hpp"

namespace patchcord::models::host {

Stack::Stack(sim::NodeContext& context, trace::Tracer& tracer, const StackParameters& parameters)
    : ipv4_{context, tracer}, udp_{context, tracer, ipv4_}, tcp_{context, tracer, ipv4_, parameters.tcp} {
    tcp_.reconfigure(parameters.tcp, parameters.fast_open);
    ipv4_.bind(udp_, tcp_);
}

}  // namespace patchcord::models::host
