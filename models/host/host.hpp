// A computer: cards, the stack, descriptors and processes. It owns them all, and they end in the reverse
// order. Not here: what a process may do (host_handle.hpp), what the calls do (socket.hpp), cables
// (models/network/network.hpp). Read next: models/host/stack.hpp, models/host/host_handle.hpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/host/descriptor_table.hpp"
#include "models/host/host_handle.hpp"
#include "models/host/stack.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/coro/process.hpp"
#include "sim/coro/task.hpp"
#include "sim/event/node.hpp"
#include "sim/event/outage.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::models::host {

class Host final : public sim::Node, private sim::Process::Owner, private ethernet::FrameReceiver {
  public:
    Host(sim::NodeContext& context, trace::Tracer& tracer, const StackParameters& parameters = {});
    ~Host() override;

    // Building.

    /// One more card; the first is port 0. It takes nothing until it has an address.
    ethernet::Nic& add_nic(wire::MacAddress address);
    /// Gives a card, which has none, an address with its subnet.
    ip::Interface& add_interface(ethernet::Nic& nic, const wire::Ipv4Prefix& address);
    /// Where datagrams for other subnets go. False when the gateway is on no subnet of this host.
    [[nodiscard]] bool set_gateway(wire::Ipv4Address gateway);

    // Running.

    /// Starts a process at the present time. False, and nothing happens, when the host has crashed.
    bool spawn(std::string name, sim::Task<> body);
    HostHandle handle() { return HostHandle{*this}; }
    /// The power goes: cards first, then processes, descriptors, connections and tables vanish, and nothing
    /// is sent. Not to be called from one of its own processes or from its stack.
    void crash();
    bool has_crashed() const { return !powered_; }
    /// The power is back, after a crash: a new stack with the addresses and gateways that the host was built
    /// with, an empty ARP cache, no connections, no processes.
    void boot();
    /// At `crash` the power goes, if it has not; at `boot` (kNever: it stays away) it comes back, and then
    /// `then` is called, which starts what starts with the host. Times are not before now.
    void plan_outage(sim::Time crash, sim::Time boot, std::function<void()> then = {});

    void receive(sim::PortId port, sim::Signal signal) override {
        nics_[index(port)]->receive(std::move(signal));
    }

    // Looking. There is a stack until the host crashes.

    Stack& stack() { return *stack_; }
    const Stack& stack() const { return *stack_; }
    ethernet::Nic& nic(std::size_t port) { return *nics_.at(port); }
    const ethernet::Nic& nic(std::size_t port) const { return *nics_.at(port); }
    std::size_t nics() const { return nics_.size(); }
    DescriptorTable& descriptors() { return descriptors_; }
    /// What a descriptor names; null when it was closed, and always after a crash.
    DescriptorTable::Entry* find(Descriptor descriptor) {
        return powered_ ? descriptors_.find(descriptor) : nullptr;
    }
    const DescriptorTable& descriptors() const { return descriptors_; }
    trace::Tracer& tracer() { return tracer_; }
    /// Processes that have not ended.
    std::size_t processes() const;
    /// "" when there is no such process any more.
    std::string_view process_name(std::uint32_t number) const;
    /// The process whose code is being executed; null when the host is asked from outside.
    const sim::Process* running_process() const { return Owner::running(); }
    /// A line that the running process prints.
    void log(std::string_view text);

  private:
    void input(ethernet::Nic& nic, sim::Frame frame) override;
    void process_ended(sim::Process& process) override;
    void reap();
    void lose_power();

    struct Address {
        std::size_t nic;
        wire::Ipv4Prefix prefix;
    };

    trace::Tracer& tracer_;
    StackParameters parameters_;
    std::vector<std::unique_ptr<ethernet::Nic>> nics_;
    std::vector<Address> addresses_;  // what boot gives the next stack, as the next
    std::vector<wire::Ipv4Address> gateways_;
    std::uint32_t last_connection_ = 0;
    std::optional<Stack> stack_;
    bool powered_ = true;
    DescriptorTable descriptors_;
    std::map<std::uint32_t, std::unique_ptr<sim::Process>> processes_;  // by number, from 1
    std::uint32_t last_process_ = 0;
    std::vector<std::unique_ptr<sim::Outage>> outages_;
    std::uint32_t ended_ = 0;  // one that has ended and is not freed yet, because it was in its own call
};

}  // namespace patchcord::models::host
