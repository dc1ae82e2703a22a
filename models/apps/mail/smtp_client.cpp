// The dialogue from top to bottom. A reply that is none (the peer is gone, silent, or does not speak SMTP)
// has the code 0 and ends it without QUIT. What is not ASCII needs a server that says it takes it (RFC 6152,
// 6531). Read next: models/apps/mail/smtp_text.hpp, models/apps/mail/message.hpp.
#include "models/apps/mail/smtp_client.hpp"

#include "models/apps/mail/message.hpp"
#include "models/apps/mail/smtp_text.hpp"
#include "models/apps/stream_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace patchcord::models::apps::mail {
namespace {

struct Reply {
    int code = 0;
    std::vector<std::string> lines = {};  ///< or, with code 0, what happened instead

    bool has_line(std::string_view word) const { return std::ranges::find(lines, word) != lines.end(); }
};

struct Dialogue {
    HostHandle host;
    Socket& socket;
    StreamReader in;
};

std::string problem(const StreamReader& in) {
    return in.error ? fmt::format("no reply: {}", to_string(*in.error)) : "no reply: the server closed";
}

Task<Reply> read_reply(StreamReader* in) {
    constexpr std::size_t kMostLines = 100;
    Reply reply;
    while (reply.lines.size() < kMostLines) {
        const Task<std::optional<std::string>> reading = read_line(in);
        const auto line = co_await reading;
        if (!line) co_return Reply{0, {problem(*in)}};
        const auto parsed = parse_reply_line(*line);
        if (!parsed || (reply.code != 0 && parsed->code != reply.code)) break;
        reply.code = parsed->code;
        reply.lines.push_back(parsed->text);
        if (parsed->is_last) co_return reply;
    }
    co_return Reply{0, {"no reply: that is not SMTP"}};
}

void log(const Dialogue& dialogue, std::string_view what, const Reply& reply) {
    const std::string code = reply.code == 0 ? "" : fmt::format("{} ", reply.code);
    dialogue.host.log(fmt::format("{} = {}{}", what, code, fmt::join(reply.lines, ", ")));
}

/// Sends `text` and waits for the reply; `what` stands for it in the log.
Task<Reply> ask(Dialogue* dialogue, std::string text, std::string what) {
    Reply reply{0, {"no reply: it could not be sent"}};
    const auto written = co_await within(dialogue->in.patience, dialogue->socket.write_all(text));
    if (written && *written == text.size()) {
        const Task<Reply> reading = read_reply(&dialogue->in);
        reply = co_await reading;
    }
    log(*dialogue, what, reply);
    co_return reply;
}
Task<Reply> command(Dialogue* dialogue, std::string line) {
    return ask(dialogue, line + "\r\n", line);
}

/// EHLO, or HELO where that is not known (RFC 5321 3.2).
Task<Reply> greet(Dialogue* dialogue) {
    const std::string name{dialogue->host.name()};
    const Task<Reply> asking = command(dialogue, "EHLO " + name);
    Reply reply = co_await asking;
    if (reply.code / 100 == 5) {
        const Task<Reply> asking_again = command(dialogue, "HELO " + name);
        reply = co_await asking_again;
    }
    co_return reply;
}

struct Letter {
    std::string from;
    std::vector<std::string> recipients;
    std::string message;
    bool needs_8_bits;
    bool needs_utf8;  ///< in the head or the envelope
};

Letter letter_of(const Arguments& arguments, HostHandle host, std::uint16_t local_port) {
    Letter letter{arguments.get<std::string>("from"), {}, {}, false, false};
    std::istringstream names{arguments.get<std::string>("rcpt")};
    for (std::string name; names >> name;)
        letter.recipients.push_back(name);
    const Message message{letter.from,
                          fmt::format("{}", fmt::join(letter.recipients, ", ")),
                          arguments.get<std::string>("subject"),
                          arguments.get<std::string>("text"),
                          fmt::format("{}.{}@{}", sim::ticks(host.now()), local_port, host.name()),
                          host.now()};
    letter.message = format_message(message);
    letter.needs_utf8 = !is_ascii(message.from + message.to + message.subject);
    letter.needs_8_bits = !is_ascii(letter.message);
    return letter;
}

void check_addresses(const Letter& letter) {
    if (letter.recipients.empty()) throw std::invalid_argument{"nobody to send it to"};
    const auto check = [](const std::string& address) {
        if (!parse_mailbox(address))
            throw std::invalid_argument{fmt::format("{} is no mail address", address)};
    };
    check(letter.from);
    std::ranges::for_each(letter.recipients, check);
}

/// From MAIL to the end of the mail. The code of the last reply: 250 when the mail was taken.
Task<int> send_letter(Dialogue* dialogue, const Letter* letter) {
    const std::string parameters =
        std::string{letter->needs_8_bits ? " BODY=8BITMIME" : ""} + (letter->needs_utf8 ? " SMTPUTF8" : "");
    const Task<Reply> mailing = command(dialogue, fmt::format("MAIL FROM:<{}>{}", letter->from, parameters));
    const Reply mailed = co_await mailing;
    if (mailed.code != 250) co_return mailed.code;
    int accepted = 0;
    for (const std::string& recipient : letter->recipients) {
        const Task<Reply> naming = command(dialogue, fmt::format("RCPT TO:<{}>", recipient));
        const Reply named = co_await naming;
        if (named.code == 0) co_return 0;
        if (named.code / 100 == 2) ++accepted;
    }
    if (accepted == 0) co_return 550;
    const Task<Reply> beginning = command(dialogue, "DATA");
    const Reply begun = co_await beginning;
    if (begun.code != 354) co_return begun.code;
    const std::string text = stuff_dots(letter->message);
    const Task<Reply> ending = ask(dialogue, text, fmt::format("the mail, {} bytes", text.size()));
    const Reply ended = co_await ending;
    co_return ended.code;
}

}  // namespace

Task<> smtp_client(HostHandle host, Arguments arguments) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(destination_of(arguments));
    connected.value();
    const Letter letter = letter_of(arguments, host, socket.local().port);
    check_addresses(letter);
    Dialogue dialogue{host, socket, {socket, arguments.get<sim::Duration>("wait")}};
    const Task<Reply> waiting = read_reply(&dialogue.in);
    const Reply greeting = co_await waiting;
    log(dialogue, "connection", greeting);
    int code = greeting.code;
    if (code == 220) {
        const Task<Reply> greeting_back = greet(&dialogue);
        const Reply greeted = co_await greeting_back;
        code = greeted.code;
        const bool understands = (!letter.needs_8_bits || greeted.has_line("8BITMIME")) &&
                                 (!letter.needs_utf8 || greeted.has_line("SMTPUTF8"));
        if (code == 250 && !understands) host.log("the server takes nothing but ASCII");
        if (code == 250 && understands) {
            const Task<int> sending = send_letter(&dialogue, &letter);
            code = co_await sending;
            if (code != 250) host.log("the mail was not taken");
        }
    }
    if (code != 0) {
        const Task<Reply> quitting = command(&dialogue, "QUIT");
        const Reply ignored = co_await quitting;
    }
    socket.close();
}

}  // namespace patchcord::models::apps::mail
