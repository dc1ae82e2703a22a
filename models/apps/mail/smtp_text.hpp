// SMTP as text (RFC 5321): commands, paths, replies, and the transparency of dots (4.5.2). Total over
// arbitrary input: what is not SMTP gives nothing. Not here: which command may follow which
// (smtp_session.hpp), header fields of a mail (message.hpp). Read next: models/apps/mail/smtp_session.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::models::apps::mail {

// RFC 5321 4.5.3.1, octets, without the CR LF.
inline constexpr std::size_t kLongestCommand = 510;
inline constexpr std::size_t kLongestTextLine = 998;

/// "MAIL FROM:<a@b>": the verb in upper case, and what follows the blank.
struct Command {
    std::string verb;
    std::string argument;
};
/// Total: what has no verb of four letters has an empty one.
Command parse_command(std::string_view line);

/// local@domain. Both empty: the null path "<>".
struct Mailbox {
    std::string local;
    std::string domain;

    bool is_null() const { return local.empty(); }
    friend bool operator==(const Mailbox&, const Mailbox&) = default;
};
/// "alice@example.com": dot-atoms on both sides, or UTF-8 (RFC 6531). Quoted names and address literals give
/// nothing.
std::optional<Mailbox> parse_mailbox(std::string_view text);
/// "alice@example.com", "" for the null path.
std::string to_string(const Mailbox& mailbox);

/// The argument of MAIL and RCPT: "FROM:<alice@example.com> SIZE=100".
struct Path {
    Mailbox mailbox;
    std::vector<std::string> parameters = {};  ///< in upper case
};
/// `keyword` is "FROM:" or "TO:". A source route is skipped (RFC 5321 C); <Postmaster> needs no domain.
std::optional<Path> parse_path(std::string_view argument, std::string_view keyword);
/// The value of "SIZE=100" (RFC 1870).
std::optional<std::uint64_t> parse_size(std::string_view parameter);

/// One line of a reply: "250-SIZE 1000" is not the last one.
struct ReplyLine {
    int code = 0;  ///< 200 to 599
    bool is_last = true;
    std::string text;
};
std::optional<ReplyLine> parse_reply_line(std::string_view line);
/// "250-example\r\n250 SIZE 1000\r\n".
std::string format_reply(int code, std::span<const std::string> lines);

/// `text` with CR LF after each line, whatever ended them, a dot before those that begin with one, and the
/// line "." that ends a mail.
std::string stuff_dots(std::string_view text);
/// A line of a mail as it was before stuff_dots. The line "." is not for this function.
std::string_view unstuff_dots(std::string_view line);

bool is_ascii(std::string_view text);
/// Whether both are the same but for the case of ASCII letters, as domains and field names are compared.
bool same_word(std::string_view a, std::string_view b);

}  // namespace patchcord::models::apps::mail
