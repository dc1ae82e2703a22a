// A mail as text (RFC 5322): a head of fields, an empty line, a body. Only what this folder needs: writing a
// mail, and finding one field of a mail that came. Not here: how it travels (smtp_text.hpp). Read next:
// models/apps/mail/smtp_client.cpp.
#pragma once

#include "sim/core/time.hpp"

#include <string>
#include <string_view>

namespace patchcord::models::apps::mail {

/// "Thu, 01 Jan 1970 00:00:10 +0000": the run begins with 1970, as the times in its captures do.
std::string format_date(sim::Time time);

struct Message {
    std::string from;
    std::string to;  ///< mailboxes, with ", " between them
    std::string subject;
    std::string text;
    std::string id;  ///< of Message-ID, without its angle brackets
    sim::Time date{};
};
/// Lines may end with a bare LF. MIME fields (RFC 2045) only when the text is not ASCII.
std::string format_message(const Message& message);

/// The value of the first field of that name in the head; "" when there is none. Continued lines (RFC 5322
/// 2.2.3) are joined.
std::string field_of(std::string_view message, std::string_view name);

}  // namespace patchcord::models::apps::mail
