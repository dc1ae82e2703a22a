// Reading from a stream and writing to it, as operations for sim::Await: one for read, recv and recvmsg, one
// for write, send and sendmsg; the flags say the rest. What they do in which state, and how much must be
// there before a call returns, is Linux's choice (tcp_recvmsg_locked, tcp_sendmsg_locked). A datagram socket
// can be read and written with them too. Read next: models/host/stream_operations.cpp.
#pragma once

#include "models/host/system_call.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace patchcord::models::host {

/// Memory of the caller. A null base with a size is BadAddress, when the bytes are needed.
struct IoVector {
    std::uint8_t* base = nullptr;
    std::size_t size = 0;
};

/// What a call may be asked besides.
struct TransferFlags {
    bool peek = false;           ///< MSG_PEEK: what is read stays
    bool dont_wait = false;      ///< MSG_DONTWAIT, or O_NONBLOCK
    bool wait_all = false;       ///< MSG_WAITALL: read until the buffer is full
    bool discard = false;        ///< MSG_TRUNC: count, do not copy
    bool urgent = false;         ///< MSG_OOB
    bool more = false;           ///< MSG_MORE
    bool end_of_record = false;  ///< MSG_EOR
    bool fast_open = false;      ///< MSG_FASTOPEN
};

/// One piece of memory, or several.
class Memory {
  public:
    explicit Memory(IoVector single) : single_{single} {}
    explicit Memory(std::span<const IoVector> many) : many_{many} {}
    explicit Memory(std::span<std::uint8_t> bytes) : single_{bytes.data(), bytes.size()} {}
    /// For a WriteOperation, which only reads it.
    static Memory to_write(std::span<const std::uint8_t> bytes) {
        return Memory{IoVector{const_cast<std::uint8_t*>(bytes.data()), bytes.size()}};
    }

    std::span<const IoVector> pieces() const { return is_single() ? std::span{&single_, 1} : many_; }
    std::size_t size() const { return is_single() ? single_.size : size_of_many(); }
    /// From the n-th byte on, what lies in one piece; empty at the end.
    IoVector at(std::size_t position) const {
        return is_single() ? rest(single_, position) : at_of_many(position);
    }

  private:
    bool is_single() const { return many_.data() == nullptr; }
    static IoVector rest(const IoVector& piece, std::size_t position) {
        if (position >= piece.size) return {};
        return {piece.base == nullptr ? nullptr : piece.base + position, piece.size - position};
    }
    std::size_t size_of_many() const;
    IoVector at_of_many(std::size_t position) const;

    IoVector single_{};
    std::span<const IoVector> many_;
};

class ReadOperation : public SystemCall {
  public:
    using Result = wire::Result<std::size_t>;

    ReadOperation(Host& host, Descriptor descriptor, std::string_view name, Memory memory,
                  TransferFlags flags = {})
        : SystemCall{host, descriptor, name}, memory_{memory}, flags_{flags} {}
    /// From now on it writes down who sent a datagram.
    void tell_sender(wire::Endpoint* from) { from_ = from; }
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    /// What was read until then, if anything was.
    Result timed_out() const;
    wire::Result<std::size_t> finish(const Result& result) const { return returned(result); }
    std::size_t taken() const { return taken_; }
    bool urgent() const { return flags_.urgent; }

  private:
    Result read_urgent(tcp::Connection& connection) const;
    Result read_datagram(udp::UdpEndpoint& endpoint) const;
    /// As much as there is now; `target` bytes are enough.
    Result read_more(tcp::Connection& connection, std::size_t target);

    Memory memory_;
    TransferFlags flags_;
    wire::Endpoint* from_ = nullptr;
    std::size_t taken_ = 0;
};

class WriteOperation : public SystemCall {
  public:
    using Result = wire::Result<std::size_t>;
    /// How much must be taken before the call returns: at least one byte; every byte, or an error; every
    /// byte, or what was taken before the error.
    enum class Amount : std::uint8_t { Some, All, Partial };

    WriteOperation(Host& host, Descriptor descriptor, std::string_view name, Memory memory, Amount amount,
                   TransferFlags flags = {})
        : SystemCall{host, descriptor, name}, memory_{memory}, amount_{amount}, flags_{flags} {}
    /// Of a datagram.
    void set_destination(const wire::Endpoint& to) { to_ = to; }
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    /// What was taken until then, if anything was.
    Result timed_out() const;
    wire::Result<std::size_t> finish(const Result& result) const { return returned(result); }
    std::size_t taken() const { return taken_; }

  private:
    Result write_datagram(udp::UdpEndpoint& endpoint) const;
    /// The SYN takes as much as it can (Linux tcp_sendmsg_fastopen).
    std::optional<std::vector<std::uint8_t>> first_text() const;
    Result connect_and_write(DescriptorTable::Entry& entry);
    std::optional<Result> open_with_text(DescriptorTable::Entry& entry, wire::Endpoint remote,
                                         bool dont_wait);
    /// Nothing: it is over, and writing may go on.
    std::optional<std::optional<Result>> wait_for_handshake(DescriptorTable::Entry& entry, bool dont_wait);
    /// As much as fits now: nothing, or what the call returns.
    std::optional<Result> write_more(tcp::Connection& connection, bool dont_wait);

    Memory memory_;
    Amount amount_;
    TransferFlags flags_;
    std::optional<wire::Endpoint> to_;
    std::size_t taken_ = 0;
    bool opening_ = false;  // this call waits for the end of a handshake
};

}  // namespace patchcord::models::host
