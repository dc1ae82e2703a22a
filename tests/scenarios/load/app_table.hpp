// A small catalogue of applications for the tests of the loader: every kind of parameter once, and a script.
// It is not the catalogue of the program (models/apps/registry.hpp), so that tests do not change with it.
// Read next: models/apps/parameters.hpp.
#pragma once

#include "models/apps/dns/dns_server.hpp"
#include "models/apps/parameters.hpp"

#include <array>
#include <span>

namespace patchcord::scenarios::testing {

using models::apps::AppDescription;
using models::apps::CallDescription;
using models::apps::Kind;
using models::apps::Parameter;

inline constexpr std::array kEchoServer{Parameter{"port", Kind::Port, true, "", "where it listens"},
                                        Parameter{"at", Kind::Duration, false, "0 s", "when it starts"}};
inline constexpr std::array kEchoClient{
    Parameter{"to", Kind::Host, true, "", "the server"},
    Parameter{"port", Kind::Port, true, "", "the server's port"},
    Parameter{"send", Kind::Text, false, "hello", "what it sends"},
    Parameter{"at", Kind::Duration, false, "0 s", "when it connects"},
    Parameter{"close", Kind::Flag, false, "true", "close after the answer"}};
inline constexpr std::array kBulkClient{
    Parameter{"to", Kind::Host, true, "", "the sink"},
    Parameter{"port", Kind::Port, true, "", "its port"},
    Parameter{"size", Kind::Size, false, "", "bytes; without end when absent"},
    Parameter{"rate", Kind::Rate, false, "", "how fast it writes"},
    Parameter{"interval", Kind::Duration, false, "", "how often it writes, instead of a rate", "rate"},
    Parameter{"stop", Kind::Duration, false, "", "when it stops"},
    Parameter{"at", Kind::Duration, false, "0 s", "when it connects"}};
inline constexpr std::array kPing{Parameter{"to", Kind::Host, true, "", "who is asked"},
                                  Parameter{"count", Kind::Count, false, "4", "how often"},
                                  Parameter{"interval", Kind::Duration, false, "1 s", "from one to the next"},
                                  Parameter{"at", Kind::Duration, false, "0 s", "when it starts"}};
inline constexpr std::array kWebServer{Parameter{"pages", Kind::Texts, false, "", "texts by path"}};
inline constexpr std::array kScript{Parameter{"calls", Kind::Calls, true, "", "the calls"}};

inline constexpr std::array kSocketCall{Parameter{"at", Kind::Duration, true, "", "when"}};
inline constexpr std::array kConnectCall{Parameter{"at", Kind::Duration, true, "", "when"},
                                         Parameter{"to", Kind::Host, true, "", "the peer"},
                                         Parameter{"port", Kind::Port, true, "", "the peer's port"}};
inline constexpr std::array kWriteCall{Parameter{"at", Kind::Duration, true, "", "when"},
                                       Parameter{"text", Kind::Text, false, "", "a text"},
                                       Parameter{"size", Kind::Size, false, "", "a pattern", "text"}};
inline constexpr std::array kCalls{CallDescription{"socket", kSocketCall, "a new socket"},
                                   CallDescription{"connect", kConnectCall, "connects the socket"},
                                   CallDescription{"write", kWriteCall, "sends something"},
                                   CallDescription{"close", kSocketCall, "closes the socket"}};

inline constexpr std::array kApplications{
    AppDescription{"echo-server", kEchoServer, {}, "answers with what it is sent"},
    AppDescription{"echo-client", kEchoClient, {}, "sends a text and waits"},
    AppDescription{"bulk-server", kEchoServer, {}, "reads and forgets"},
    AppDescription{"bulk-client", kBulkClient, {}, "sends as much as it can"},
    AppDescription{"ping", kPing, {}, "asks for echoes"},
    AppDescription{"http-server", kWebServer, {}, "serves pages"},
    AppDescription{"dns-server", models::apps::dns::kDnsServerParameters, {}, "answers for names"},
    AppDescription{"script", kScript, kCalls, "makes socket calls"}};

}  // namespace patchcord::scenarios::testing
