// The server's side of the dialogue, line for line. Read next: models/apps/mail/smtp_session.cpp.
// Not here: sockets (mail_test.cpp).
// A dialogue is a list of lines with the code that each must give.
#include "models/apps/mail/smtp_session.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace patchcord::models::apps::mail;

namespace {

using Dialogue = std::vector<std::pair<std::string, int>>;  // 0: no reply

const PostOffice kOffice{"example.com", {"bob", "carol"}, 100};

void check(Session& session, const Dialogue& dialogue) {
    for (const auto& [line, code] : dialogue) {
        CAPTURE(line);
        const std::string answer = session.answer(line);
        CHECK((answer.empty() ? 0 : std::stoi(answer)) == code);
    }
}
void check(const Dialogue& dialogue) {
    Session session{kOffice};
    check(session, dialogue);
}

}  // namespace

TEST_CASE("a mail is taken") {
    Session session{kOffice};
    CHECK(session.greeting() == "220 example.com ESMTP\r\n");
    CHECK(session.answer("EHLO a") == "250-example.com\r\n250-SIZE 100\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n");
    check(session, {{"MAIL FROM:<a@b> SIZE=50", 250},
                    {"RCPT TO:<bob@EXAMPLE.com>", 250},
                    {"RCPT TO:<Postmaster>", 250},
                    {"DATA", 354},
                    {"Subject: x", 0},
                    {"", 0},
                    {"..", 0},
                    {"QUIT", 0},
                    {".", 250}});
    const auto mails = session.take_mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].content == "Subject: x\r\n\r\n.\r\nQUIT\r\n");
    CHECK(mails[0].recipients.size() == 2);
    CHECK(to_string(mails[0].sender) == "a@b");
    CHECK(session.take_mails().empty());
    check(session, {{"MAIL FROM:<>", 250}, {"QUIT", 221}});
    CHECK(session.is_over());
}

TEST_CASE("commands out of order are refused with 503") {
    check({{"MAIL FROM:<a@b>", 503},
           {"HELO a", 250},
           {"RCPT TO:<bob@example.com>", 503},
           {"DATA", 503},
           {"MAIL FROM:<a@b>", 250},
           {"MAIL FROM:<a@b>", 503},
           {"DATA", 503},
           {"RCPT TO:<bob@example.com>", 250},
           {"RSET", 250},
           {"DATA", 503},
           {"MAIL FROM:<a@b>", 250},
           {"EHLO a", 250},
           {"RCPT TO:<bob@example.com>", 503}});
}

TEST_CASE("commands that are wrong have their codes") {
    check({{"RSET", 250},
           {"MAIL FROM:<a@b>", 503},
           {"EHLO", 501},
           {"HELO a", 250},
           {"", 500},
           {"HALLO", 500},
           {"TURN", 500},
           {"EXPN list", 502},
           {"NOOP whatever", 250},
           {"DATA now", 501},
           {"QUIT now", 501},
           {"VRFY bob", 250},
           {"VRFY dave", 550},
           {"VRFY bob@other", 550},
           {"VRFY", 501},
           {"MAIL FROM:a@b", 501},
           {"MAIL FROM:<a@b> FUTURE=1", 555},
           {"MAIL FROM:<a@b> SIZE=101", 552},
           {"MAIL FROM:<a@b> BODY=8BITMIME SMTPUTF8", 250},
           {"RCPT TO:<dave@example.com>", 550},
           {"RCPT TO:<bob@other.com>", 550},
           {"RCPT TO:<>", 550},
           {"RCPT TO:bob", 501},
           {"RCPT TO:<bob@example.com> NOTIFY=NEVER", 555},
           {"NOOP " + std::string(510, 'x'), 500}});
}

TEST_CASE("a mail that cannot be taken is refused at its end") {
    const auto ends_with = [](const std::vector<std::string>& lines, int code, std::uint64_t largest = 100) {
        const PostOffice office{"example.com", {}, largest};
        Session session{office};
        check(session,
              {{"HELO a", 250}, {"MAIL FROM:<a@b>", 250}, {"RCPT TO:<bob@example.com>", 250}, {"DATA", 354}});
        for (const std::string& line : lines)
            CHECK(session.answer(line).empty());
        check(session, {{".", code}, {"MAIL FROM:<a@b>", 250}});
        CHECK(session.take_mails().size() == (code == 250 ? 1 : 0));
    };
    ends_with({}, 250);
    ends_with({std::string(98, 'x')}, 250);
    ends_with({std::string(99, 'x')}, 552);
    ends_with({"a\n.\nMAIL FROM:<c@d>"}, 554);
    ends_with({std::string(998, 'x'), "." + std::string(998, 'x')}, 250, 10'000);
    ends_with({std::string(1000, 'x')}, 500, 10'000);
}

TEST_CASE("a hundred recipients are enough") {
    Session session{kOffice};
    check(session, {{"HELO a", 250}, {"MAIL FROM:<a@b>", 250}});
    for (int i = 0; i < 100; ++i)
        check(session, {{"RCPT TO:<bob@example.com>", 250}});
    check(session, {{"RCPT TO:<bob@example.com>", 452}});
}
