// What every socket call has in common: it names a host, a descriptor and itself, looks the descriptor up,
// and when it returns leaves one trace::SocketCall with its value or error. Not here: what the calls do
// (operations.hpp for those that can wait, socket.cpp for the others). Read next: models/host/operations.hpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace patchcord::models::host {

class Host;

/// A result that says "would block" is none yet, unless the call must not wait.
template <class T>
std::optional<wire::Result<T>> unless_blocked(const wire::Result<T>& result, bool nonblocking) {
    if (!nonblocking && !result && result.error() == wire::Error::ResourceUnavailableTryAgain)
        return std::nullopt;
    return result;
}

class SystemCall {
  public:
    /// Begins now. `name` is a literal.
    SystemCall(Host& host, Descriptor descriptor, std::string_view name);

    Host& host() const { return *host_; }
    /// What the descriptor names, if it is still open; from now on it counts as used by the running process.
    DescriptorTable::Entry* entry() const;
    /// The same as one of the alternatives of OpenSocket, or null.
    template <class Kind>
    Kind* entry_as() const {
        DescriptorTable::Entry* found = entry();
        return found == nullptr ? nullptr : std::get_if<Kind>(&found->socket);
    }

    /// A call that does not wait: does `act(entry)`, or gives BadFileDescriptor; and returns.
    template <class Act>
    auto perform(const Act& act) const {
        using Done = decltype(act(std::declval<DescriptorTable::Entry&>()));
        DescriptorTable::Entry* found = entry();
        return returned(found == nullptr ? Done{wire::failure(wire::Error::BadFileDescriptor)} : act(*found));
    }
    /// The call is over: traces the result and gives it back.
    template <class T>
    wire::Result<T> returned(wire::Result<T> result) const {
        record(result ? value_of(result) : -1, result ? wire::Error{} : result.error(), descriptor_);
        return result;
    }

  protected:
    /// `subject` is the descriptor whose addresses are recorded.
    void record(std::int64_t value, wire::Error error, Descriptor subject) const;
    Descriptor descriptor() const { return descriptor_; }

  private:
    template <class T>
    static std::int64_t value_of(const wire::Result<T>& result) {
        if constexpr (std::is_integral_v<T>) {
            return static_cast<std::int64_t>(*result);
        } else {
            return 0;
        }
    }

    Host* host_;
    Descriptor descriptor_;
    std::string_view name_;
    sim::Time called_at_;
};

}  // namespace patchcord::models::host
