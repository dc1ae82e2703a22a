// One connection at a time, kept as long as the server and the scenario want it.
// A server may close a kept connection just as the next request leaves: then the request is made again on a
// new one, once (RFC 9112 9.3.1). Read next: models/apps/web/http_stream.hpp.
#include "models/apps/web/browser.hpp"

#include "models/apps/dns/resolver.hpp"
#include "models/apps/web/http_stream.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::models::apps::web {
namespace {

struct Browser {
    HostHandle host;
    bool keep_alive;
    sim::Duration wait;
    std::optional<dns::Resolver> resolver;
    /// The connection that is kept, and where it leads.
    std::optional<Socket> socket = {};
    Endpoint server = {};
    std::string waiting = {};  ///< what was read of it and belongs to no answer yet
};

struct Page {
    Reading status = Reading::Done;
    StatusLine line = {};
    std::string body = {};
};

/// Where the URL leads; asks the name server when its host is not an address.
Task<Endpoint> find_server(Browser* browser, const Url* url) {
    const auto address = wire::Ipv4Address::parse(url->host);
    if (address) co_return Endpoint{*address, url->port};
    if (!browser->resolver)
        throw std::invalid_argument{
            fmt::format("{} is not an IPv4 address, and no name server is given with \"dns\"", url->host)};
    const Task<dns::Lookup> looking_up = dns::resolve(&*browser->resolver, url->host);
    const dns::Lookup lookup = co_await looking_up;
    const std::vector<std::string> lines = dns::lines_of(lookup, browser->resolver->parameters);
    if (!lookup.addresses) throw std::runtime_error{lines.at(0)};
    for (const std::string& line : lines) {
        if (!lookup.from_cache) browser->host.log(line);
    }
    co_return Endpoint{lookup.addresses->at(0), url->port};
}

/// One request over the connection that there is.
Task<Page> request(Browser* browser, const Url* url) {
    std::vector<Field> fields{{"Host", url->authority()}, {"User-Agent", "patchcord"}, {"Accept", "*/*"}};
    if (!browser->keep_alive) fields.push_back({"Connection", "close"});
    const std::string text = format_head(fmt::format("GET {} HTTP/1.1", url->target), fields);
    const auto written = co_await browser->socket->write_all(text);
    if (!written) co_return Page{Reading::Ended};
    StreamReader in{*browser->socket, browser->wait, std::exchange(browser->waiting, {})};
    const Task<HeadRead> reading_head = read_head(&in);
    const HeadRead read = co_await reading_head;
    if (read.status != Reading::Done) co_return Page{read.status};
    const auto line = parse_status_line(read.head.start);
    if (!line) co_return Page{Reading::Malformed};
    const bool has_body = line->code >= 200 && line->code != 204 && line->code != 304;  // RFC 9112 6.3
    Page page{Reading::Done, *line};
    if (has_body) {
        const Task<BodyRead> reading_body = read_body(&in, &read.head, true);
        BodyRead body = co_await reading_body;
        page.status = body.status;
        page.body = std::move(body.body);
    }
    const bool framed =
        read.head.find("Content-Length") != nullptr || read.head.find("Transfer-Encoding") != nullptr;
    const bool kept = line->minor == 0 ? read.head.has_token("Connection", "keep-alive")
                                       : !read.head.has_token("Connection", "close");
    if (browser->keep_alive && kept && framed && page.status == Reading::Done) {
        browser->waiting = std::move(in.waiting);
    } else {
        browser->socket.reset();
    }
    co_return page;
}

/// Over the kept connection if there is one to that server, else over a new one.
Task<Page> fetch(Browser* browser, const Url* url) {
    const Task<Endpoint> finding = find_server(browser, url);
    const Endpoint server = co_await finding;
    if (browser->socket && browser->server == server) {
        const Task<Page> asking = request(browser, url);
        Page page = co_await asking;
        if (page.status != Reading::Ended) co_return page;
    }
    browser->socket.emplace(browser->host.socket(SocketType::Stream));
    browser->server = server;
    browser->waiting.clear();
    const auto connected = co_await browser->socket->connect(server);
    connected.value();
    const Task<Page> asking = request(browser, url);
    Page page = co_await asking;
    co_return page;
}

std::string_view problem(Reading status) {
    switch (status) {
        case Reading::Done:
            break;
        case Reading::Ended:
            return "the server closed without an answer";
        case Reading::Broken:
            return "the answer broke off";
        case Reading::Malformed:
            return "the answer is not HTTP";
    }
    return "";
}

/// Fetches and says in the log what came, and in how long.
Task<Page> load(Browser* browser, Url url) {
    const sim::Time start = browser->host.now();
    const Task<Page> fetching = fetch(browser, &url);
    Page page = co_await fetching;
    const double milliseconds = sim::seconds(browser->host.now() - start) * 1e3;
    if (page.status == Reading::Done) {
        browser->host.log(fmt::format("GET {} = {} {}, {} bytes, {:.3f} ms", to_string(url), page.line.code,
                                      page.line.reason, page.body.size(), milliseconds));
    } else {
        browser->host.log(
            fmt::format("GET {} = {}, {:.3f} ms", to_string(url), problem(page.status), milliseconds));
        browser->socket.reset();
    }
    co_return page;
}

}  // namespace

Task<> browser(HostHandle host, Arguments arguments) {
    const auto url = parse_url(arguments.get<std::string>("url"));
    if (!url)
        throw std::invalid_argument{fmt::format("{} is no http:// URL", arguments.get<std::string>("url"))};
    Browser state{host, arguments.get<bool>("keep_alive"), arguments.get<sim::Duration>("wait"), {}};
    if (arguments.has("dns"))
        state.resolver.emplace(host, dns::ResolverParameters{{arguments.get<wire::Ipv4Address>("dns")}});
    const Task<Page> loading = load(&state, *url);
    const Page page = co_await loading;
    if (!arguments.get<bool>("embedded") || page.line.code != 200) co_return;
    for (const std::string& reference : embedded_references(page.body)) {
        const auto part = url->resolve(reference);
        if (!part) continue;  // "https://", "data:": nothing that this browser can fetch
        const Task<Page> loading_part = load(&state, *part);
        const Page ignored = co_await loading_part;
    }
}

}  // namespace patchcord::models::apps::web
