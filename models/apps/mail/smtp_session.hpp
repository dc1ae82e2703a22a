// The server's side of an SMTP dialogue as a state machine (RFC 5321 4.1.4, 4.3.2): a line in, a reply out.
// It knows SIZE (RFC 1870), 8BITMIME (RFC 6152) and SMTPUTF8 (RFC 6531), and answers any lines. Not here:
// sockets (smtp_server.cpp); Received and Return-Path (4.4), because nobody opens the mailboxes. Read next:
// models/apps/mail/smtp_session.cpp.
#pragma once

#include "models/apps/mail/smtp_text.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::models::apps::mail {

/// What a server takes mail for.
struct PostOffice {
    std::string domain;
    std::set<std::string, std::less<>> mailboxes = {};  ///< local parts; empty: all
    std::uint64_t largest = 0;                          ///< bytes of a mail

    /// Whether mail for it can be put into a mailbox here. Postmaster always has one (RFC 5321 4.5.1).
    bool has(const Mailbox& mailbox) const;
};

/// A mail that was taken.
struct Mail {
    Mailbox sender;
    std::vector<Mailbox> recipients;
    std::string content;
};

class Session {
  public:
    explicit Session(const PostOffice& office) : office_{office} {}

    /// What the server says first.
    std::string greeting() const;
    /// The reply to a line without its CR LF; empty inside a mail.
    std::string answer(std::string_view line);
    /// After the reply to QUIT.
    bool is_over() const { return state_ == State::Over; }
    /// The mails since the last call.
    std::vector<Mail> take_mails() { return std::exchange(mails_, {}); }

  private:
    enum class State : std::uint8_t { Fresh, Greeted, Mail, Data, Over };
    /// What keeps the mail that is coming in from being taken.
    enum class Flaw : std::uint8_t { None, TooLarge, LineTooLong, BareLineEnd };

    std::string hello(const Command& command);
    std::string mail_from(std::string_view argument);
    std::string rcpt_to(std::string_view argument);
    std::string begin_data();
    std::string verify(std::string_view argument) const;
    std::string take_text(std::string_view line);
    std::string end_data();
    void reset();

    const PostOffice& office_;
    State state_ = State::Fresh;
    mail::Mail mail_;
    Flaw flaw_ = Flaw::None;
    std::vector<mail::Mail> mails_;
};

}  // namespace patchcord::models::apps::mail
