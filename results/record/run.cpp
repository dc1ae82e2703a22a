// The order of a run: a stable sort by time and node. Records come almost always in that order already,
// because nodes that share an event queue are executed in it. Read next: results/record/recorder.cpp.
#include "results/record/run.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace patchcord::results {
namespace {

bool comes_before(const TimelineEntry& left, const TimelineEntry& right) {
    return left.at != right.at ? left.at < right.at : left.node < right.node;
}

/// The records of `log`, in the order in which `order` names them.
template <class Record>
void rearrange(std::vector<Record>& log, const std::vector<std::size_t>& order) {
    std::vector<Record> sorted;
    sorted.reserve(log.size());
    for (const std::size_t position : order)
        sorted.push_back(log[position]);
    log.swap(sorted);
}

void sort(std::vector<TimelineEntry>& timeline, Logs& logs) {
    if (std::ranges::is_sorted(timeline, comes_before)) return;
    std::ranges::stable_sort(timeline, comes_before);
    std::array<std::vector<std::size_t>, std::tuple_size_v<Logs>> orders;
    for (TimelineEntry& entry : timeline) {
        auto& order = orders[static_cast<std::size_t>(entry.kind)];
        order.push_back(std::exchange(entry.index, order.size()));
    }
    [&]<std::size_t... Kind>(std::index_sequence<Kind...>) {
        (rearrange(std::get<Kind>(logs), orders[Kind]), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<Logs>>{});
}

/// What stands beside `key` in a sorted list of pairs; null if the key is not there.
template <class Key, class Value>
const Value* look_up(const std::vector<std::pair<Key, Value>>& sorted, Key key) {
    const auto found = std::ranges::lower_bound(sorted, key, {}, &std::pair<Key, Value>::first);
    return found != sorted.end() && found->first == key ? &found->second : nullptr;
}

}  // namespace

Run::Run(RunHeader header, const RunEnd& end, Logs logs, std::vector<TimelineEntry> timeline, ByteStore bytes,
         std::unique_ptr<StringPool> strings)
    : header_{std::move(header)},
      end_{end},
      logs_{std::move(logs)},
      timeline_{std::move(timeline)},
      bytes_{std::move(bytes)},
      strings_{std::move(strings)} {
    sort(timeline_, logs_);
    for (std::size_t link = 0; link < header_.links.size(); ++link) {
        for (const PortRef end_of_cable : header_.links[link].ends)
            link_of_port_.emplace_back(end_of_cable, link);
    }
    std::ranges::sort(link_of_port_);
    for (std::size_t node = 0; node < header_.nodes.size(); ++node) {
        for (const PortInfo& port : header_.nodes[node].ports) {
            if (port.address)
                owner_of_address_.emplace_back(port.address->address(),
                                               sim::NodeId{static_cast<std::uint32_t>(node)});
        }
    }
    std::ranges::sort(owner_of_address_);
}

const LinkInfo* Run::link_at(PortRef port) const {
    const auto* const number = look_up(link_of_port_, port);
    return number == nullptr ? nullptr : &header_.links[*number];
}

std::optional<PortRef> Run::peer(PortRef port) const {
    const LinkInfo* const link = link_at(port);
    if (link == nullptr) return std::nullopt;
    return link->ends[0] == port ? link->ends[1] : link->ends[0];
}

std::optional<sim::NodeId> Run::owner(models::wire::Ipv4Address address) const {
    const auto* const node = look_up(owner_of_address_, address);
    return node == nullptr ? std::nullopt : std::optional{*node};
}

}  // namespace patchcord::results
