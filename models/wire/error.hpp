// Errors that an application can see, by name, and Result<T>. The enum covers the Linux errno values that
// socket calls give (std::errc lacks some, host_is_down among them). The spelling is that of std::errc where
// it exists; `to_string` gives it and `errno_name` the one of errno(3). Bad bytes from the wire are never an
// Error: see models/wire/enums.hpp. Read next: models/host/socket.hpp.
#pragma once

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace patchcord::models::wire {

enum class Error : std::uint8_t {
    AddressInUse,
    AddressNotAvailable,
    AlreadyConnected,
    BadFileDescriptor,
    BrokenPipe,
    ConnectionAborted,
    ConnectionAlreadyInProgress,
    ConnectionRefused,
    ConnectionReset,
    DestinationAddressRequired,
    HostIsDown,
    HostUnreachable,
    InvalidArgument,
    MessageTooLong,
    NetworkUnreachable,
    NoBufferSpace,
    NoProtocolOption,
    NotConnected,
    OperationInProgress,
    OperationNotSupported,
    PermissionDenied,
    ResourceUnavailableTryAgain,
    TimedOut,
    TooManyFilesOpen,
};

struct ErrorName {
    std::string_view name;        ///< "connection_refused", as std::errc spells it
    std::string_view errno_name;  ///< "ECONNREFUSED"
};

/// In the order of the enumeration.
inline constexpr std::array kErrorNames{
    ErrorName{"address_in_use", "EADDRINUSE"},
    ErrorName{"address_not_available", "EADDRNOTAVAIL"},
    ErrorName{"already_connected", "EISCONN"},
    ErrorName{"bad_file_descriptor", "EBADF"},
    ErrorName{"broken_pipe", "EPIPE"},
    ErrorName{"connection_aborted", "ECONNABORTED"},
    ErrorName{"connection_already_in_progress", "EALREADY"},
    ErrorName{"connection_refused", "ECONNREFUSED"},
    ErrorName{"connection_reset", "ECONNRESET"},
    ErrorName{"destination_address_required", "EDESTADDRREQ"},
    ErrorName{"host_is_down", "EHOSTDOWN"},
    ErrorName{"host_unreachable", "EHOSTUNREACH"},
    ErrorName{"invalid_argument", "EINVAL"},
    ErrorName{"message_too_long", "EMSGSIZE"},
    ErrorName{"network_unreachable", "ENETUNREACH"},
    ErrorName{"no_buffer_space", "ENOBUFS"},
    ErrorName{"no_protocol_option", "ENOPROTOOPT"},
    ErrorName{"not_connected", "ENOTCONN"},
    ErrorName{"operation_in_progress", "EINPROGRESS"},
    ErrorName{"operation_not_supported", "EOPNOTSUPP"},
    ErrorName{"permission_denied", "EACCES"},
    ErrorName{"resource_unavailable_try_again", "EAGAIN"},
    ErrorName{"timed_out", "ETIMEDOUT"},
    ErrorName{"too_many_files_open", "EMFILE"},
};

constexpr std::string_view to_string(Error error) {
    return kErrorNames[static_cast<std::size_t>(error)].name;
}
constexpr std::string_view errno_name(Error error) {
    return kErrorNames[static_cast<std::size_t>(error)].errno_name;
}

/// A value, or the error that an application sees.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(Error error) {
    return tl::unexpected<Error>{error};
}

}  // namespace patchcord::models::wire
