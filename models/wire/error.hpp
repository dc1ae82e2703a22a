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
    AddressFamilyNotSupported,
    AddressInUse,
    AddressNotAvailable,
    AlreadyConnected,
    ArgumentOutOfDomain,
    BadAddress,
    BadFileDescriptor,
    BrokenPipe,
    ConnectionAborted,
    ConnectionAlreadyInProgress,
    ConnectionRefused,
    ConnectionReset,
    DestinationAddressRequired,
    FileExists,
    HostIsDown,
    HostUnreachable,
    InappropriateIoControlOperation,
    InvalidArgument,
    MessageTooLong,
    NetworkDown,
    NetworkUnreachable,
    NoBufferSpace,
    NoProtocolOption,
    NoSuchFileOrDirectory,
    NotASocket,
    NotConnected,
    OperationInProgress,
    OperationNotPermitted,
    OperationNotSupported,
    PermissionDenied,
    ProtocolError,
    ProtocolNotSupported,
    ResourceUnavailableTryAgain,
    SocketTypeNotSupported,
    TimedOut,
    TooManyFilesOpen,
    TooManySymbolicLinkLevels,
};

struct ErrorName {
    std::string_view name;        ///< "connection_refused", as std::errc spells it
    std::string_view errno_name;  ///< "ECONNREFUSED"
    int number;                   ///< 111: what Linux calls it (include/uapi/asm-generic/errno.h)
};

/// In the order of the enumeration.
inline constexpr std::array kErrorNames{
    ErrorName{"address_family_not_supported", "EAFNOSUPPORT", 97},
    ErrorName{"address_in_use", "EADDRINUSE", 98},
    ErrorName{"address_not_available", "EADDRNOTAVAIL", 99},
    ErrorName{"already_connected", "EISCONN", 106},
    ErrorName{"argument_out_of_domain", "EDOM", 33},
    ErrorName{"bad_address", "EFAULT", 14},
    ErrorName{"bad_file_descriptor", "EBADF", 9},
    ErrorName{"broken_pipe", "EPIPE", 32},
    ErrorName{"connection_aborted", "ECONNABORTED", 103},
    ErrorName{"connection_already_in_progress", "EALREADY", 114},
    ErrorName{"connection_refused", "ECONNREFUSED", 111},
    ErrorName{"connection_reset", "ECONNRESET", 104},
    ErrorName{"destination_address_required", "EDESTADDRREQ", 89},
    ErrorName{"file_exists", "EEXIST", 17},
    ErrorName{"host_is_down", "EHOSTDOWN", 112},
    ErrorName{"host_unreachable", "EHOSTUNREACH", 113},
    ErrorName{"inappropriate_io_control_operation", "ENOTTY", 25},
    ErrorName{"invalid_argument", "EINVAL", 22},
    ErrorName{"message_too_long", "EMSGSIZE", 90},
    ErrorName{"network_down", "ENETDOWN", 100},
    ErrorName{"network_unreachable", "ENETUNREACH", 101},
    ErrorName{"no_buffer_space", "ENOBUFS", 105},
    ErrorName{"no_protocol_option", "ENOPROTOOPT", 92},
    ErrorName{"no_such_file_or_directory", "ENOENT", 2},
    ErrorName{"not_a_socket", "ENOTSOCK", 88},
    ErrorName{"not_connected", "ENOTCONN", 107},
    ErrorName{"operation_in_progress", "EINPROGRESS", 115},
    ErrorName{"operation_not_permitted", "EPERM", 1},
    ErrorName{"operation_not_supported", "EOPNOTSUPP", 95},
    ErrorName{"permission_denied", "EACCES", 13},
    ErrorName{"protocol_error", "EPROTO", 71},
    ErrorName{"protocol_not_supported", "EPROTONOSUPPORT", 93},
    ErrorName{"resource_unavailable_try_again", "EAGAIN", 11},
    ErrorName{"socket_type_not_supported", "ESOCKTNOSUPPORT", 94},
    ErrorName{"timed_out", "ETIMEDOUT", 110},
    ErrorName{"too_many_files_open", "EMFILE", 24},
    ErrorName{"too_many_symbolic_link_levels", "ELOOP", 40},
};

constexpr std::string_view to_string(Error error) {
    return kErrorNames[static_cast<std::size_t>(error)].name;
}
constexpr std::string_view errno_name(Error error) {
    return kErrorNames[static_cast<std::size_t>(error)].errno_name;
}
/// As SO_ERROR and sock_extended_err give it.
constexpr int errno_number(Error error) {
    return kErrorNames[static_cast<std::size_t>(error)].number;
}

/// A value, or the error that an application sees.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(Error error) {
    return tl::unexpected<Error>{error};
}

}  // namespace patchcord::models::wire
