// The two queues of a listener, as Linux counts them: handshakes in progress, and connections that wait for
// accept; each may be one longer than the backlog. When the first is full a SYN is answered with a cookie or
// not at all; when the second is full SYNs are dropped, and the handshake's last ACK too, so that the client
// sends again. Not here: the connections. Read next: models/tcp/handshake/syn_cookie.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

namespace patchcord::models::tcp::handshake {

class Backlog {
  public:
    /// `limit`: of listen(); `cookies`: Linux's tcp_syncookies 1.
    Backlog(std::size_t limit, bool cookies) : limit_{limit}, cookies_{cookies} {}

    /// listen() again.
    void set_limit(std::size_t limit) { limit_ = limit; }
    std::size_t limit() const { return limit_; }
    std::size_t handshakes() const { return handshakes_; }
    std::size_t waiting() const { return waiting_; }

    enum class Verdict : std::uint8_t { Take, SendCookie, Drop };
    /// A SYN comes.
    Verdict on_syn() const {
        if (waiting_ > limit_) return Verdict::Drop;
        if (handshakes_ <= limit_) return Verdict::Take;
        return cookies_ ? Verdict::SendCookie : Verdict::Drop;
    }
    /// The last ACK of a handshake, or a cookie, comes: whether the connection may be established.
    bool may_establish() const { return waiting_ <= limit_; }
    /// Whether a segment in LISTEN may be the answer to a cookie.
    bool expects_cookies() const { return cookies_; }

    void handshake_began() { ++handshakes_; }
    void handshake_ended() { --handshakes_; }
    void waits() { ++waiting_; }
    void accepted() { --waiting_; }

  private:
    std::size_t limit_;
    bool cookies_;
    std::size_t handshakes_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace patchcord::models::tcp::handshake
