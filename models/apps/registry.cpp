// The catalogue: one row for each application, by name.
// Adding one: a file with its parameters and its coroutine, and a row here.
// Read next: models/apps/echo.cpp.
#include "models/apps/registry.hpp"

#include "models/apps/app.hpp"
#include "models/apps/bulk.hpp"
#include "models/apps/dns/dns_lookup.hpp"
#include "models/apps/dns/dns_server.hpp"
#include "models/apps/echo.hpp"
#include "models/apps/mail/smtp_client.hpp"
#include "models/apps/mail/smtp_server.hpp"
#include "models/apps/ping.hpp"
#include "models/apps/script.hpp"
#include "models/apps/traffic/datagram_clients.hpp"
#include "models/apps/traffic/datagram_sink.hpp"
#include "models/apps/traffic/request.hpp"
#include "models/apps/web/browser.hpp"
#include "models/apps/web/http_server.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace patchcord::models::apps {
namespace {

std::span<const AppDescription> rows() {
    static const std::array kRows{
        AppDescription{
            "browser", web::kBrowserParameters, {}, "opens a URL, with what its page embeds", web::browser},
        AppDescription{
            "bulk-client", kBulkClientParameters, {}, "writes as much as it may, then closes", bulk_client},
        AppDescription{
            "bulk-server", kBulkServerParameters, {}, "reads until the end and throws it away", bulk_server},
        AppDescription{"constant-rate-client",
                       traffic::kConstantRateParameters,
                       {},
                       "sends numbered datagrams at a constant rate (UDP)",
                       traffic::constant_rate_client},
        AppDescription{"datagram-sink",
                       traffic::kDatagramSinkParameters,
                       {},
                       "counts numbered datagrams: loss, order, delay, jitter",
                       traffic::datagram_sink},
        AppDescription{
            "dns-lookup", dns::kDnsLookupParameters, {}, "asks a name server for addresses", dns::dns_lookup},
        AppDescription{
            "dns-server", dns::kDnsServerParameters, {}, "answers for the names of a zone", dns::dns_server},
        AppDescription{"echo-client",
                       kEchoClientParameters,
                       {},
                       "sends a text and waits until all of it has come back",
                       echo_client},
        AppDescription{
            "echo-server", kEchoServerParameters, {}, "sends back whatever it receives", echo_server},
        AppDescription{
            "http-server", web::kHttpServerParameters, {}, "serves pages over HTTP/1.1", web::http_server},
        AppDescription{"on-off-client",
                       traffic::kOnOffParameters,
                       {},
                       "sends numbered datagrams and pauses, in turn (UDP)",
                       traffic::on_off_client},
        AppDescription{"ping", kPingParameters, {}, "asks a host for signs of life (ICMP echo)", ping},
        AppDescription{"request-client",
                       traffic::kRequestClientParameters,
                       {},
                       "asks over one connection and measures the round trips",
                       traffic::request_client},
        AppDescription{"request-server",
                       traffic::kRequestServerParameters,
                       {},
                       "answers requests with as much as they ask for",
                       traffic::request_server},
        AppDescription{"script", kScriptParameters, script_calls(), "makes socket calls, each at its time",
                       script},
        AppDescription{
            "smtp-client", mail::kSmtpClientParameters, {}, "sends a mail (SMTP)", mail::smtp_client},
        AppDescription{"smtp-server",
                       mail::kSmtpServerParameters,
                       {},
                       "takes mail into mailboxes (SMTP)",
                       mail::smtp_server}};
    return kRows;
}

/// Lets the application begin at its time.
Task<> begin(HostHandle host, AppMain main, Arguments arguments) {
    if (arguments.has("at")) co_await sleep_until(sim::kStart + arguments.get<sim::Duration>("at"));
    const Task<> program = main(host, std::move(arguments));
    co_await program;
}

}  // namespace

std::span<const AppDescription> catalogue() {
    return rows();
}

const AppDescription* find_app(std::string_view name) {
    const auto found = std::ranges::find(catalogue(), name, &AppDescription::name);
    return found == catalogue().end() ? nullptr : &*found;
}

void start(host::Host& host, const AppDescription& app, Arguments arguments) {
    sim::check(app.main != nullptr, "an application without a program is started");
    host.spawn(std::string{app.name}, begin(host.handle(), app.main, std::move(arguments)));
}

void start(host::Host& host, std::string_view app, Arguments arguments) {
    const AppDescription* found = find_app(app);
    sim::check(found != nullptr, "an application is started that is not in the catalogue");
    start(host, *found, std::move(arguments));
}

}  // namespace patchcord::models::apps
