// One process for each connection: read a request, answer it, until one side has had enough.
// The site belongs to the server's own frame; its children hold a share, for they may outlive it.
// Read next: models/apps/web/http_stream.hpp.
#include "models/apps/web/http_server.hpp"

#include "models/apps/web/http_stream.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>
#include <vector>

namespace patchcord::models::apps::web {
namespace {

constexpr std::size_t kChunkSize = 1024;
constexpr std::string_view kGreeting =
    "<!DOCTYPE html>\n<title>Hello</title>\n<p>Hello from a simulated host.</p>\n";

struct Site {
    Texts pages;
    bool chunked = false;
    sim::Duration keep_alive{};
};

struct Answer {
    int code = 200;
    std::string body = {};
    bool close = false;      ///< this was the last one
    bool head_only = false;  ///< of a HEAD request: the same fields without the body (RFC 9110 9.3.2)
    int minor = 1;           ///< of the client: 1.0 knows no chunks
};

std::string error_page(int code) {
    return fmt::format("<!DOCTYPE html>\n<title>{0} {1}</title>\n<p>{0} {1}</p>\n", code,
                       reason_phrase(code));
}
Answer refusal(int code) {
    return {.code = code, .body = error_page(code), .close = true};
}

std::string_view type_of(std::string_view path) {
    if (path.ends_with(".css")) return "text/css; charset=utf-8";
    if (path.ends_with(".txt")) return "text/plain; charset=utf-8";
    if (path.ends_with(".svg")) return "image/svg+xml";
    return "text/html; charset=utf-8";
}

Answer answer_to(const Site& site, const RequestLine& request, const Head& head) {
    const bool wants_close = request.minor == 0 ? !head.has_token("Connection", "keep-alive")
                                                : head.has_token("Connection", "close");
    if (request.minor == 1 && head.find("Host") == nullptr) return refusal(400);  // RFC 9112 3.2
    Answer answer{.close = wants_close, .head_only = request.method == "HEAD", .minor = request.minor};
    const auto page = site.pages.find(request.target.substr(0, request.target.find('?')));
    if (request.method != "GET" && request.method != "HEAD") {
        answer.code = 405;
    } else if (page == site.pages.end()) {
        answer.code = 404;
    }
    answer.body = answer.code == 200 ? page->second : error_page(answer.code);
    return answer;
}

std::string to_text(const Site& site, const Answer& answer, std::string_view path) {
    const bool chunked = site.chunked && answer.minor == 1 && answer.code == 200;
    std::vector<Field> fields{
        {"Server", "patchcord"},
        {"Content-Type", std::string{answer.code == 200 ? type_of(path) : type_of("")}}};
    if (chunked) {
        fields.push_back({"Transfer-Encoding", "chunked"});
    } else {
        fields.push_back({"Content-Length", fmt::format("{}", answer.body.size())});
    }
    if (answer.code == 405) fields.push_back({"Allow", "GET, HEAD"});
    if (answer.close) {
        fields.push_back({"Connection", "close"});
    } else if (answer.minor == 0) {
        fields.push_back({"Connection", "keep-alive"});
    }
    std::string text =
        format_head(fmt::format("HTTP/1.1 {} {}", answer.code, reason_phrase(answer.code)), fields);
    if (answer.head_only) return text;
    return text + (chunked ? format_chunks(answer.body, kChunkSize) : answer.body);
}

Task<> serve(HostHandle host, Socket socket, std::shared_ptr<const Site> site) {
    StreamReader in{socket, site->keep_alive};
    for (;;) {
        const Task<HeadRead> reading_head = read_head(&in);
        const HeadRead read = co_await reading_head;
        if (read.status == Reading::Ended || read.status == Reading::Broken) break;
        const auto request = parse_request_line(read.head.start);
        Answer answer = refusal(in.error == wire::Error::MessageTooLong ? 414 : 400);
        if (read.status == Reading::Done && request) {
            const Task<BodyRead> reading_body = read_body(&in, &read.head, false);
            const BodyRead body = co_await reading_body;
            if (body.status == Reading::Broken) break;
            if (body.status == Reading::Done) answer = answer_to(*site, *request, read.head);
        }
        const std::string text = to_text(*site, answer, request ? request->target : "");
        host.log(fmt::format("{} \"{}\" {} {}", to_string(socket.peer().address), read.head.start,
                             answer.code, answer.body.size()));
        const auto written = co_await socket.write_all(text);
        if (!written || answer.close) break;
    }
    socket.close();
}

}  // namespace

Task<> http_server(HostHandle host, Arguments arguments) {
    Site site{{}, arguments.get<bool>("chunked"), arguments.get<sim::Duration>("keep_alive")};
    if (arguments.has("pages")) {
        site.pages = arguments.get<Texts>("pages");
    } else {
        site.pages.emplace("/", kGreeting);
    }
    const auto shared = std::make_shared<const Site>(std::move(site));
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, port_of(arguments)}).value();
    listener.listen(count_of(arguments, "backlog")).value();
    for (;;) {
        auto accepted = co_await listener.accept();
        Socket connection = std::move(accepted.value());
        host.spawn("http-server child", serve(host, std::move(connection), shared));
    }
}

}  // namespace patchcord::models::apps::web
