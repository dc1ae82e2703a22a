// Lines go into the session of a connection, replies come out. Only CR LF ends a line (RFC 5321 2.3.8): where
// servers disagree about that, mail can be smuggled. The mailboxes are counters that all connections share.
// Read next: models/apps/mail/smtp_session.cpp.
#include "models/apps/mail/smtp_server.hpp"

#include "models/apps/mail/message.hpp"
#include "models/apps/mail/smtp_session.hpp"
#include "models/apps/server.hpp"
#include "models/apps/stream_reader.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <sstream>
#include <utility>

namespace patchcord::models::apps::mail {
namespace {

struct Station {
    PostOffice office;
    sim::Duration wait;
    std::map<std::string, std::uint64_t> counts = {};  ///< mails by mailbox
};

void deliver(HostHandle host, Station& station, const Mail& mail) {
    const std::string sender = mail.sender.is_null() ? "nobody" : to_string(mail.sender);
    for (const Mailbox& recipient : mail.recipients) {
        const std::uint64_t number = ++station.counts[recipient.local];
        host.log(fmt::format("mailbox {}: mail {} from {}, {} bytes, \"{}\"", recipient.local, number, sender,
                             mail.content.size(), field_of(mail.content, "Subject")));
    }
}

Task<> serve(HostHandle host, Socket socket, std::shared_ptr<Station> station) {
    Session session{station->office};
    StreamReader in{.socket = socket, .patience = station->wait, .only_crlf = true};
    std::string text = session.greeting();
    for (;;) {
        const auto written = co_await within(station->wait, socket.write_all(text));
        if (!written || *written < text.size() || session.is_over()) break;
        const Task<std::optional<std::string>> reading = read_line(&in);
        const auto line = co_await reading;
        if (!line) break;
        text = session.answer(*line);
        for (const Mail& mail : session.take_mails())
            deliver(host, *station, mail);
    }
    if (in.error) host.log(fmt::format("{}: {}", to_string(socket.peer().address), to_string(*in.error)));
    socket.close();
}

}  // namespace

Task<> smtp_server(HostHandle host, Arguments arguments) {
    const auto station = std::make_shared<Station>();
    station->office.domain = arguments.get<std::string>("domain");
    station->office.largest = count_of(arguments, "largest");
    station->wait = arguments.get<sim::Duration>("wait");
    if (arguments.has("mailboxes")) {
        std::istringstream names{arguments.get<std::string>("mailboxes")};
        for (std::string name; names >> name;)
            station->office.mailboxes.insert(name);
    }
    return serve_forever(
        host, port_of(arguments), count_of(arguments, "backlog"), "smtp-server child",
        [station](HostHandle handle, Socket socket) { return serve(handle, std::move(socket), station); });
}

}  // namespace patchcord::models::apps::mail
