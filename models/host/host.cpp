// Building a host, starting and ending its processes, crashing and booting it. The destructor is a crash that
// nobody sees. Connections are numbered on after a boot, so that a number means one of them in the whole run.
// Read next: models/host/socket.cpp.
#include "models/host/host.hpp"

#include "models/trace/records.hpp"
#include "models/wire/error.hpp"
#include "sim/core/check.hpp"

#include <tl/expected.hpp>

#include <exception>
#include <utility>

namespace patchcord::models::host {
namespace {

/// The name of the error, or what the exception says.
std::string describe(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const tl::bad_expected_access<wire::Error>& error) {
        return std::string{to_string(error.error())};
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "unknown exception";
    }
}

}  // namespace

Host::Host(sim::NodeContext& context, trace::Tracer& tracer, const StackParameters& parameters)
    : Node{context}, tracer_{tracer}, parameters_{parameters} {
    stack_.emplace(context, tracer, parameters);
}

Host::~Host() {
    if (!has_crashed()) lose_power();
}

ethernet::Nic& Host::add_nic(wire::MacAddress address) {
    const sim::PortId port{static_cast<std::uint16_t>(nics_.size())};
    nics_.push_back(std::make_unique<ethernet::Nic>(*this, port, address, tracer_));
    nics_.back()->bind(*this);
    return *nics_.back();
}

// A card without an address.
void Host::input(ethernet::Nic&, sim::Frame frame) {
    tracer_.emit([&] {
        return trace::PacketDropped{context().now(), context().id(), wire::DropReason::InterfaceDown,
                                    frame.packet()};
    });
}

ip::Interface& Host::add_interface(ethernet::Nic& nic, const wire::Ipv4Prefix& address) {
    addresses_.push_back({index(nic.port()), address});
    return stack_->ipv4().add_interface(nic, address, parameters_.arp);
}

bool Host::set_gateway(wire::Ipv4Address gateway) {
    ip::Ipv4Layer& ipv4 = stack_->ipv4();
    for (std::size_t i = 0; i < ipv4.interfaces(); ++i) {
        ip::Interface& interface = ipv4.interface(i);
        if (!interface.prefix().contains(gateway)) continue;
        ipv4.routes().add({}, gateway, interface);
        gateways_.push_back(gateway);
        return true;
    }
    return false;
}

bool Host::spawn(std::string name, sim::Task<> body) {
    if (has_crashed()) return false;
    reap();
    const std::uint32_t number = ++last_process_;
    sim::Process::Owner& owner = *this;
    auto process = std::make_unique<sim::Process>(context(), std::move(name), std::move(body), owner, number);
    process->start();
    processes_.emplace(number, std::move(process));
    return true;
}

void Host::process_ended(sim::Process& process) {
    if (process.failure() != nullptr) {
        const std::string text = describe(process.failure());
        tracer_.emit([&] {
            return trace::AppLog{context().now(), context().id(), process.name(), text, true};
        });
    }
    reap();
    ended_ = process.number();
}

void Host::reap() {
    if (ended_ != 0) processes_.erase(std::exchange(ended_, 0));
}

void Host::crash() {
    sim::check(running_process() == nullptr, "a host is crashed by one of its own processes");
    sim::check(!has_crashed(), "a host crashes twice");
    tracer_.emit([&] { return trace::HostChange{context().now(), context().id(), false}; });
    lose_power();
}

void Host::lose_power() {
    for (const auto& nic : nics_)
        nic->set_power(false);
    powered_ = false;    // from here on no handle finds its descriptor, so that none says good-bye
    processes_.clear();  // nobody waits for a connection any more
    ended_ = 0;
    stack_->tcp().vanish();
    descriptors_.clear();
    last_connection_ = stack_->tcp().last_id();
    stack_.reset();
}

void Host::boot() {
    sim::check(has_crashed(), "a host boots that is up");
    powered_ = true;
    stack_.emplace(context(), tracer_, parameters_);
    stack_->tcp().number_after(last_connection_);
    for (const auto& [nic, prefix] : std::exchange(addresses_, {}))
        add_interface(*nics_[nic], prefix);
    for (const wire::Ipv4Address gateway : std::exchange(gateways_, {}))
        static_cast<void>(set_gateway(gateway));
    for (const auto& nic : nics_)
        nic->set_power(true);
    tracer_.emit([&] { return trace::HostChange{context().now(), context().id(), true}; });
}

void Host::plan_outage(sim::Time crash, sim::Time boot, std::function<void()> then) {
    outages_.push_back(
        std::make_unique<sim::Outage>(context(), crash, boot, [this, then = std::move(then)](bool on) {
            if (on != has_crashed()) return;
            if (!on) return this->crash();
            this->boot();
            if (then) then();
        }));
}

std::size_t Host::processes() const {
    return processes_.size() - (ended_ == 0 ? 0 : 1);
}

std::string_view Host::process_name(std::uint32_t number) const {
    const auto found = processes_.find(number);
    return found == processes_.end() || number == ended_ ? std::string_view{} : found->second->name();
}

void Host::log(std::string_view text) {
    const sim::Process* process = running_process();
    tracer_.emit([&] {
        return trace::AppLog{context().now(), context().id(),
                             process == nullptr ? std::string_view{} : process->name(), text, false};
    });
}

}  // namespace patchcord::models::host
