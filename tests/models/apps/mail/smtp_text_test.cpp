// Commands, paths, replies, dots and fields, line by line. Read next: models/apps/mail/smtp_text.hpp,
// models/apps/mail/message.hpp.
// Random text comes at the end.
#include "models/apps/mail/smtp_text.hpp"

#include "models/apps/mail/message.hpp"
#include "models/apps/mail/smtp_session.hpp"
#include "sim/core/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace patchcord;
using namespace patchcord::models::apps::mail;
using namespace std::chrono_literals;

namespace {

std::string mailbox_of(std::string_view argument) {
    const auto path = parse_path(argument, "FROM:");
    return path ? to_string(path->mailbox) : "none";
}

}  // namespace

TEST_CASE("commands of SMTP") {
    CHECK(parse_command("mail FROM:<a@b>").verb == "MAIL");
    CHECK(parse_command("mail FROM:<a@b>").argument == "FROM:<a@b>");
    CHECK(parse_command("QUIT  ").verb == "QUIT");
    CHECK(parse_command("QUIT  ").argument.empty());
    for (const char* none : {"", "QUI", "QUITS", " QUIT", "12 4", "QUI\xff", "QUIT\tx"}) {
        CAPTURE(none);
        CHECK(parse_command(none).verb.empty());
    }
}

TEST_CASE("paths of SMTP") {
    CHECK(mailbox_of("FROM:<alice@example.com>") == "alice@example.com");
    CHECK(mailbox_of("from:<a.b+c@d> SIZE=10 body=8bitmime") == "a.b+c@d");
    CHECK(mailbox_of("FROM:<>").empty());
    CHECK(mailbox_of("FROM:<@x,@y:a@b>") == "a@b");
    CHECK(mailbox_of("FROM:<postmaster>") == "postmaster");
    CHECK(mailbox_of("FROM:<앨리스@예.kr>") == "앨리스@예.kr");
    CHECK(parse_path("FROM:<a@b> SIZE=10 body=8bitmime", "FROM:")->parameters ==
          std::vector<std::string>{"SIZE=10", "BODY=8BITMIME"});
    for (const char* bad : {"", "FROM:", "FROM:a@b", "FROM:<a@b", "FROM: <a@b>", "FROM:<a>", "FROM:<a@>",
                            "FROM:<@b>", "FROM:<a b@c>", "FROM:<a..b@c>", "FROM:<a@b>x", "TO:<a@b>",
                            "FROM:<a@b@c>", "FROM:<\"a\"@b>", "FROM:<a@[10.0.0.1]>"}) {
        CAPTURE(bad);
        CHECK(mailbox_of(bad) == "none");
    }
    CHECK(parse_mailbox(std::string(64, 'a') + "@b"));
    CHECK_FALSE(parse_mailbox(std::string(65, 'a') + "@b"));
    CHECK(parse_size("SIZE=1000") == 1000);
    CHECK_FALSE(parse_size("SIZE="));
    CHECK_FALSE(parse_size("SIZE=-1"));
    CHECK_FALSE(parse_size("SIZE=99999999999999999999"));
}

TEST_CASE("replies of SMTP") {
    const auto line = parse_reply_line("250-SIZE 1000");
    REQUIRE(line);
    CHECK(line->code == 250);
    CHECK_FALSE(line->is_last);
    CHECK(line->text == "SIZE 1000");
    CHECK(parse_reply_line("221")->is_last);
    CHECK(parse_reply_line("354 ")->text.empty());
    for (const char* bad : {"", "25", "2500", "199 x", "600 x", "-25 x", "abc", "250_x", "HTTP/1.1 200 OK"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_reply_line(bad));
    }
    const std::array<std::string, 2> lines{"example", "SIZE 1000"};
    CHECK(format_reply(250, lines) == "250-example\r\n250 SIZE 1000\r\n");
}

TEST_CASE("a dot at the front of a line is doubled, and the end is a line of one") {
    CHECK(stuff_dots("") == ".\r\n");
    CHECK(stuff_dots("a\n.\n..b\n") == "a\r\n..\r\n...b\r\n.\r\n");
    CHECK(stuff_dots("a\r\nb\rc\n\nd") == "a\r\nb\r\nc\r\n\r\nd\r\n.\r\n");
    CHECK(unstuff_dots("..") == ".");
    CHECK(unstuff_dots("a.") == "a.");
}

TEST_CASE("a mail and its fields") {
    CHECK(format_date(sim::kStart) == "Thu, 01 Jan 1970 00:00:00 +0000");
    CHECK(format_date(sim::kStart + 24h * 58 + 3661s + 999ms) == "Sat, 28 Feb 1970 01:01:01 +0000");
    const std::string mail = format_message({"a@b", "c@d", "Two\nBcc: x", "Hi\n", "1.2@b", sim::kStart});
    CHECK(mail ==
          "Date: Thu, 01 Jan 1970 00:00:00 +0000\nFrom: a@b\nTo: c@d\nMessage-ID: <1.2@b>\n"
          "Subject: Two Bcc: x\n\nHi\n");
    CHECK(field_of(mail, "subject") == "Two Bcc: x");
    CHECK(field_of(mail, "Bcc").empty());
    CHECK(field_of("A: 1\r\nSubject:\tone\r\n two\r\n\r\n", "Subject") == "one two");
    CHECK(field_of("\r\nSubject: in the body\r\n", "Subject").empty());
    CHECK(format_message({"a@b", "c@d", "", "안녕", "1@b", {}}).find("charset=utf-8") != std::string::npos);
}

TEST_CASE("random text does no harm to SMTP") {
    constexpr std::array kPieces{"MAIL FROM:", "RCPT TO:", "EHLO ", "DATA",   "QUIT",  "RSET", "<",  ">",
                                 "@",          ".",        ":",     " ",      "a",     "b.c",  "\r", "\n",
                                 "\xff",       "250",      "-",     "SIZE=9", "VRFY ", "<a@b>"};
    sim::RandomStream random{1, "smtp", 0, "test"};
    const PostOffice office{"b", {}, 1000};
    Session session{office};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::uint64_t pieces = random.below(6); pieces > 0; --pieces)
            text += kPieces[random.below(kPieces.size())];
        (void)parse_command(text);
        (void)parse_reply_line(text);
        (void)field_of(text, "Subject");
        if (const auto mailbox = parse_mailbox(text)) CHECK(to_string(*mailbox) == text);
        CHECK(stuff_dots(text).ends_with(".\r\n"));
        const std::string answer = session.answer(text);
        if (!answer.empty()) CHECK(parse_reply_line(std::string_view{answer}.substr(0, answer.find('\r'))));
    }
}
