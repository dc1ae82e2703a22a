// How the calls by number end: what recvmsg tells besides the bytes, whose address accept writes.
// Read next: models/host/operations.cpp.
// Not here: which call was made with what (calls.cpp).
#include "models/host/posix/numbered.hpp"

#include "models/host/host.hpp"

namespace patchcord::models::host::posix {

using wire::Error;
using wire::failure;

namespace {

Value number(const wire::Result<std::size_t>& result) {
    if (!result) return failure(result.error());
    return static_cast<std::int64_t>(*result);
}

std::vector<std::uint8_t> bytes_of(std::uint32_t value) {
    std::vector<std::uint8_t> bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    return bytes;
}

/// tcp_inq_hint: at the end of the stream one more, so that the caller goes on to read.
std::uint32_t inq_hint(const tcp::Connection& connection) {
    return static_cast<std::uint32_t>(connection.receive_queue()) + (connection.is_at_end() ? 1 : 0);
}

}  // namespace

std::int32_t ControlMessage::value() const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < data.size() && i < 4; ++i)
        sum |= std::uint32_t{data[i]} << (8 * i);
    return static_cast<std::int32_t>(sum);
}

Value NumberedConnect::finish(const Result& result) const {
    const auto recorded = returned(result);
    return recorded ? Value{0} : Value{failure(recorded.error())};
}

Value NumberedAccept::finish(const Result& result) const {
    record_accepted(result);
    if (!result) return failure(result.error());
    DescriptorTable::Entry& accepted = *host().find(*result);
    accepted.options.nonblocking = (flags_ & kSockNonblock) != 0;
    if (from_ != nullptr) *from_ = {kAfInet, tuple_of(accepted.socket).remote};
    return result->number;
}

NumberedRead::Result NumberedRead::timed_out() const {
    if (taken() > 0) return taken();
    return failure(Error::ResourceUnavailableTryAgain);
}

std::optional<NumberedRead::Result> NumberedRead::attempt() {
    if (given_) return given_;
    return reads_errors_ && entry() != nullptr ? read_report() : ReadOperation::attempt();
}

// ip_recv_error: struct sock_extended_err and, behind it, the address of who told. The bytes of the packet in
// question, which Linux gives as data, are not kept.
NumberedRead::Result NumberedRead::read_report() const {
    auto* stream = entry_as<ConnectedStream>();
    const auto report = stream == nullptr ? std::nullopt : stream->connection->take_report();
    if (!report) return failure(Error::ResourceUnavailableTryAgain);
    if (message_ == nullptr) return 0;
    constexpr std::uint8_t kOriginIcmp = 2;  // SO_EE_ORIGIN_ICMP
    std::vector<std::uint8_t> data = bytes_of(static_cast<std::uint32_t>(wire::errno_number(report->error)));
    data.insert(data.end(), {kOriginIcmp, static_cast<std::uint8_t>(report->type), report->code, 0});
    const std::vector<std::uint8_t> mtu = bytes_of(report->mtu);
    data.insert(data.end(), mtu.begin(), mtu.end());
    data.resize(data.size() + 4);
    data.insert(data.end(), {kAfInet, 0, 0, 0});
    const std::uint32_t reporter = report->reporter.value();  // in network byte order
    for (int shift = 24; shift >= 0; shift -= 8)
        data.push_back(static_cast<std::uint8_t>(reporter >> shift));
    data.resize(data.size() + 8);
    message_->control = {{kIpprotoIp, kIpRecvErr, data}};
    message_->flags = kMsgErrqueue;
    return 0;
}

void NumberedRead::fill_message() const {
    message_->flags = urgent() ? kMsgOob : 0;
    message_->control.clear();
    const auto* stream = entry_as<ConnectedStream>();
    if (stream != nullptr && entry()->options.inq && !urgent())
        message_->control.push_back({kIpprotoTcp, kTcpInq, bytes_of(inq_hint(*stream->connection))});
}

Value NumberedRead::finish(const Result& result) const {
    if (result && message_ != nullptr && !reads_errors_) fill_message();
    return number(returned(result));
}

NumberedWrite::Result NumberedWrite::timed_out() const {
    if (taken() > 0) return taken();
    return failure(Error::ResourceUnavailableTryAgain);
}

Value NumberedWrite::finish(const Result& result) const {
    return number(returned(result));
}

std::optional<EpollWaitOperation::Result> EpollWaitOperation::attempt() {
    auto* set = entry_as<std::unique_ptr<PollSet>>();
    if (set == nullptr)
        return failure(entry() == nullptr ? Error::BadFileDescriptor : Error::InvalidArgument);
    if (events_.empty()) return failure(Error::InvalidArgument);
    const std::size_t count = (*set)->collect(events_);
    if (count == 0 && waits_) return std::nullopt;
    return Result{count};
}

sim::WaitQueue& EpollWaitOperation::queue() const {
    return (*entry_as<std::unique_ptr<PollSet>>())->changed();
}

Value EpollWaitOperation::finish(const Result& result) const {
    return number(returned(result));
}

}  // namespace patchcord::models::host::posix
