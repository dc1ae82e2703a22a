// One function for each command. The replies are those of RFC 5321 4.2.3, with their usual words.
// A mail that cannot be taken is still read to its end, because only there a reply is allowed (4.1.1.4).
// Read next: models/apps/mail/smtp_server.cpp.
#include "models/apps/mail/smtp_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace patchcord::models::apps::mail {
namespace {

constexpr std::size_t kMostRecipients = 100;  // RFC 5321 4.5.3.1.8

std::string reply(int code, std::string_view text) {
    return fmt::format("{} {}\r\n", code, text);
}

bool takes_no_argument(std::string_view verb) {
    constexpr std::array<std::string_view, 3> kVerbs{"DATA", "RSET", "QUIT"};
    return std::ranges::find(kVerbs, verb) != kVerbs.end();
}
bool is_known_elsewhere(std::string_view verb) {
    constexpr std::array<std::string_view, 5> kVerbs{"EXPN", "HELP", "AUTH", "BDAT", "ETRN"};
    return std::ranges::find(kVerbs, verb) != kVerbs.end();
}

}  // namespace

bool PostOffice::has(const Mailbox& mailbox) const {
    if (mailbox.is_null()) return false;
    if (!mailbox.domain.empty() && !same_word(mailbox.domain, domain)) return false;
    return mailboxes.empty() || mailboxes.contains(mailbox.local) || same_word(mailbox.local, "postmaster");
}

std::string Session::greeting() const {
    return reply(220, office_.domain + " ESMTP");
}

void Session::reset() {
    mail_ = {};
    flaw_ = Flaw::None;
    if (state_ != State::Fresh) state_ = State::Greeted;
}

std::string Session::answer(std::string_view line) {
    if (state_ == State::Data) return take_text(line);
    if (line.size() > kLongestCommand) return reply(500, "Line too long");
    const Command command = parse_command(line);
    if (takes_no_argument(command.verb) && !command.argument.empty())
        return reply(501, "No argument expected");
    if (command.verb == "EHLO" || command.verb == "HELO") return hello(command);
    if (command.verb == "MAIL") return mail_from(command.argument);
    if (command.verb == "RCPT") return rcpt_to(command.argument);
    if (command.verb == "DATA") return begin_data();
    if (command.verb == "VRFY") return verify(command.argument);
    if (command.verb == "NOOP") return reply(250, "OK");
    if (command.verb == "RSET") {
        reset();
        return reply(250, "OK");
    }
    if (command.verb == "QUIT") {
        state_ = State::Over;
        return reply(221, office_.domain + " closing the connection");
    }
    return is_known_elsewhere(command.verb) ? reply(502, "Command not implemented")
                                            : reply(500, "Command not recognized");
}

std::string Session::hello(const Command& command) {
    if (command.argument.empty()) return reply(501, "Who is speaking?");
    state_ = State::Greeted;
    reset();
    if (command.verb == "HELO") return reply(250, office_.domain);
    const std::array<std::string, 4> lines{office_.domain, fmt::format("SIZE {}", office_.largest),
                                           "8BITMIME", "SMTPUTF8"};
    return format_reply(250, lines);
}

std::string Session::mail_from(std::string_view argument) {
    if (state_ != State::Greeted)
        return reply(503, state_ == State::Fresh ? "Say EHLO or HELO first" : "There is a sender already");
    auto path = parse_path(argument, "FROM:");
    if (!path) return reply(501, "Syntax: MAIL FROM:<address>");
    for (const std::string& parameter : path->parameters) {
        if (const auto size = parse_size(parameter)) {
            if (*size > office_.largest) return reply(552, "Message too large");
        } else if (parameter != "BODY=7BIT" && parameter != "BODY=8BITMIME" && parameter != "SMTPUTF8") {
            return reply(555, "Parameter not recognized");
        }
    }
    mail_.sender = std::move(path->mailbox);
    state_ = State::Mail;
    return reply(250, "OK");
}

std::string Session::rcpt_to(std::string_view argument) {
    if (state_ != State::Mail) return reply(503, "Say MAIL first");
    auto path = parse_path(argument, "TO:");
    if (!path) return reply(501, "Syntax: RCPT TO:<address>");
    if (!path->parameters.empty()) return reply(555, "Parameter not recognized");
    if (!office_.has(path->mailbox)) return reply(550, "No such user here");
    if (mail_.recipients.size() == kMostRecipients) return reply(452, "Too many recipients");
    mail_.recipients.push_back(std::move(path->mailbox));
    return reply(250, "OK");
}

std::string Session::begin_data() {
    if (state_ != State::Mail || mail_.recipients.empty()) return reply(503, "Say MAIL and RCPT first");
    state_ = State::Data;
    return reply(354, "End the mail with a line that is a dot");
}

std::string Session::verify(std::string_view argument) const {
    if (argument.empty()) return reply(501, "Syntax: VRFY name");
    const auto mailbox = parse_mailbox(argument).value_or(Mailbox{std::string{argument}, office_.domain});
    if (!office_.has(mailbox)) return reply(550, "No such user here");
    if (!parse_mailbox(to_string(mailbox))) return reply(501, "Syntax: VRFY name");
    return reply(250, fmt::format("<{}>", to_string(mailbox)));
}

std::string Session::take_text(std::string_view line) {
    if (line == ".") return end_data();
    if (line.size() > kLongestTextLine + 1) flaw_ = Flaw::LineTooLong;  // one dot more
    if (line.find_first_of("\r\n") != std::string_view::npos) flaw_ = Flaw::BareLineEnd;
    const std::string_view text = unstuff_dots(line);
    if (mail_.content.size() + text.size() + 2 > office_.largest) flaw_ = Flaw::TooLarge;
    if (flaw_ != Flaw::None) return {};
    mail_.content += text;
    mail_.content += "\r\n";
    return {};
}

std::string Session::end_data() {
    const Flaw flaw = flaw_;
    if (flaw == Flaw::None) mails_.push_back(std::move(mail_));
    reset();
    switch (flaw) {
        case Flaw::None:
            break;
        case Flaw::TooLarge:
            return reply(552, "Message too large");
        case Flaw::LineTooLong:
            return reply(500, "Line too long");
        case Flaw::BareLineEnd:
            return reply(554, "CR and LF belong together");  // RFC 5321 2.3.8
    }
    return reply(250, "OK");
}

}  // namespace patchcord::models::apps::mail
