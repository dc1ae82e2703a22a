// A mail server (SMTP, RFC 5321): takes mail for its own domain, relays nothing, and says in the log what
// arrived in which mailbox. Read next: models/apps/mail/smtp_server.cpp.
// Not here: the dialogue (smtp_session.hpp).
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::mail {

inline constexpr Parameter kSmtpPort{"port", Kind::Port, false, "25", "the server's port"};
/// RFC 5321 4.5.3.2.
inline constexpr Parameter kSmtpWait{"wait", Kind::Duration, false, "5 min",
                                     "how long it waits for a peer that says nothing"};

inline constexpr std::array kSmtpServerParameters{
    kSmtpPort,
    Parameter{"domain", Kind::Text, false, "example", "what stands behind the @ of its mailboxes"},
    Parameter{"mailboxes", Kind::Text, false, "",
              "what stands before the @, with blanks between: \"alice bob\"; without it, anything"},
    Parameter{"largest", Kind::Size, false, "10 MB", "the largest mail"},
    kSmtpWait,
    kBacklog,
    kAt};

Task<> smtp_server(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::mail
