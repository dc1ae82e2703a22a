// The urgent mark of a stream that is received (RFC 9293 3.8.5, RFC 6093): where the one urgent octet lies,
// and that octet, which a reader gets by a call of its own (MSG_OOB) unless it wants it in line. There is one
// mark; a later one replaces it. As in BSD and Linux the pointer names the octet behind the urgent one. Not
// here: sending urgent data. Read next: models/tcp/transfer.cpp.
#pragma once

#include "models/tcp/seq.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::tcp {

class UrgentMark {
  public:
    bool exists() const { return state_ != State::None; }
    /// Number of the urgent octet. Only when it exists.
    Seq at() const { return at_; }
    /// The octet, if it has come and was not taken.
    std::optional<std::uint8_t> octet() const {
        return state_ == State::Here ? std::optional{octet_} : std::nullopt;
    }
    /// It was read by a call of its own: it is known that there was one, and not what it was.
    bool is_taken() const { return state_ == State::Taken; }

    /// A segment with URG came; its pointer means the octet `at`. `read` is the first number that the
    /// application has not read, `next` is RCV.NXT. False when that is not news (Linux tcp_check_urg).
    bool announce(Seq at, Seq read, Seq next) {
        if (read.after(at) || at.before(next)) return false;
        if (exists() && !at.after(at_)) return false;
        state_ = State::Announced;
        at_ = at;
        return true;
    }
    /// Text that begins at `seq` came: true when it held the octet.
    bool search(Seq seq, std::span<const std::uint8_t> text) {
        if (state_ != State::Announced || at_ - seq >= text.size()) return false;
        octet_ = text[at_ - seq];
        state_ = State::Here;
        return true;
    }
    void take() { state_ = State::Taken; }
    /// The application has read up to `read`.
    void passed(Seq read) {
        if (exists() && read.after(at_)) state_ = State::None;
    }

  private:
    enum class State : std::uint8_t { None, Announced, Here, Taken };
    State state_ = State::None;
    std::uint8_t octet_ = 0;
    Seq at_;
};

}  // namespace patchcord::models::tcp
