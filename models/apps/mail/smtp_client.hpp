// A mail program that sends one mail (SMTP, RFC 5321), command by command: each waits for the reply to the
// one before, as without pipelining. Every command and its reply is a line of the log. A refusal ends with
// QUIT. Read next: models/apps/mail/smtp_client.cpp.
#pragma once

#include "models/apps/mail/smtp_server.hpp"

#include <array>

namespace patchcord::models::apps::mail {

inline constexpr std::array kSmtpClientParameters{
    kTo,
    kSmtpPort,
    Parameter{"from", Kind::Text, false, "alice@client", "the sender"},
    Parameter{"rcpt", Kind::Text, true, "", "the recipients, with blanks between: \"bob@example\""},
    Parameter{"subject", Kind::Text, false, "Hello", "the subject"},
    Parameter{"text", Kind::Text, false, "Hello.", "the mail, with \\n between its lines"},
    kSmtpWait,
    kAt};

Task<> smtp_client(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::mail
