// The calls of a script with their parameters, as the loader and the reference show them.
// Parameters that take part in nothing else than a socket option are options by their names.
// Read next: models/apps/script.cpp.
#include "models/apps/script.hpp"

namespace patchcord::models::apps {
namespace {

constexpr Parameter kWhen{
    "at", Kind::Duration, false, "0 s",
    "not before this time, from the start of the run; else as soon as the call before has returned"};
constexpr Parameter kSocket{"socket", Kind::Text, false, "s",
                            "which socket: the name that the script gave it, or its descriptor"};
constexpr Parameter kLimit{"within", Kind::Duration, false, "",
                           "how long it may wait; without, as long as it takes"};
constexpr Parameter kText{"text", Kind::Text, false, "", "what is sent, as text"};
constexpr Parameter kSize{"size", Kind::Size, false, "", "how much is sent, as a pattern, instead of a text",
                          "text"};
constexpr Parameter kBuffer{"size", Kind::Size, false, "64 KiB", "at most so much is read"};
constexpr Parameter kRemoteHost{"to", Kind::Host, true, "",
                                "the other end: a host's name or an IPv4 address"};
constexpr Parameter kRemotePort{"port", Kind::Port, true, "", "the other end's port"};

constexpr std::array kSocketParameters{
    Parameter{"socket", Kind::Text, false, "s", "what the script calls it"},
    Parameter{"datagram", Kind::Flag, false, "false", "UDP instead of TCP"}, kWhen};
constexpr std::array kBindParameters{
    kSocket, Parameter{"address", Kind::Host, false, "", "an address of this host; all of them when absent"},
    Parameter{"port", Kind::Port, false, "", "the port; an ephemeral one when absent"}, kWhen};
constexpr std::array kListenParameters{kSocket, kBacklog, kWhen};
constexpr std::array kAcceptParameters{
    kSocket, Parameter{"as", Kind::Text, false, "c", "what the script calls the accepted socket"}, kLimit,
    kWhen};
constexpr std::array kConnectParameters{kSocket, kRemoteHost, kRemotePort, kLimit, kWhen};
constexpr std::array kWriteParameters{kSocket, kText, kSize, kLimit, kWhen};
constexpr std::array kReadParameters{kSocket, kBuffer, kLimit, kWhen};
constexpr std::array kSendParameters{kSocket, kRemoteHost, kRemotePort, kText, kSize, kWhen};
constexpr std::array kShutdownParameters{
    kSocket, Parameter{"send", Kind::Flag, false, "true", "nothing will be sent any more"},
    Parameter{"receive", Kind::Flag, false, "false", "nothing will be read any more"}, kWhen};
constexpr std::array kCloseParameters{kSocket, kWhen};
constexpr std::array kSetOptionParameters{
    kSocket,
    Parameter{"no_delay", Kind::Flag, false, "", "small segments do not wait (TCP_NODELAY)"},
    Parameter{"reuse_address", Kind::Flag, false, "",
              "bind although an old connection has the port (SO_REUSEADDR)"},
    Parameter{"send_buffer", Kind::Size, false, "", "SO_SNDBUF, before connect and listen"},
    Parameter{"receive_buffer", Kind::Size, false, "", "SO_RCVBUF, before connect and listen"},
    Parameter{"reset_on_close", Kind::Flag, false, "", "close sends RST (SO_LINGER with 0 seconds)"},
    kWhen};

constexpr std::array kGetOptionParameters{
    kSocket,
    Parameter{"option", Kind::Text, true, "",
              "\"no_delay\", \"reuse_address\", \"send_buffer\" or \"receive_buffer\""},
    kWhen};
constexpr std::array kSleepParameters{Parameter{"for", Kind::Duration, true, "", "how long"}, kWhen};
constexpr std::array kExitParameters{kWhen};

constexpr std::array kCalls{
    CallDescription{"socket", kSocketParameters, "a new socket: memory and a descriptor"},
    CallDescription{"bind", kBindParameters, "give it an address and a port of this host"},
    CallDescription{"listen", kListenParameters, "wait for connections from now on"},
    CallDescription{"accept", kAcceptParameters, "take the next connection; waits for one"},
    CallDescription{"connect", kConnectParameters,
                    "open a connection; waits for the handshake. UDP: name the peer"},
    CallDescription{"write", kWriteParameters, "send over the connection; waits for room in the send buffer"},
    CallDescription{"send", kWriteParameters, "the same as write"},
    CallDescription{"read", kReadParameters, "take what has been received; waits for something, or the end"},
    CallDescription{"recv", kReadParameters, "the same as read"},
    CallDescription{"send_to", kSendParameters, "UDP: send one datagram"},
    CallDescription{"receive_from", kReadParameters, "UDP: take one datagram; waits for one"},
    CallDescription{"shutdown", kShutdownParameters, "end one direction or both, and keep the socket"},
    CallDescription{"close", kCloseParameters, "give the descriptor back; the connection says good-bye"},
    CallDescription{"set_option", kSetOptionParameters, "change how the socket behaves"},
    CallDescription{"get_option", kGetOptionParameters, "ask how the socket behaves"},
    CallDescription{"getsockname", kCloseParameters, "ask for the address and port of this end"},
    CallDescription{"getpeername", kCloseParameters, "ask for those of the other end"},
    CallDescription{"sleep", kSleepParameters, "do nothing for a while"},
    CallDescription{"exit", kExitParameters, "end the process, which closes its sockets"}};

}  // namespace

std::span<const CallDescription> script_calls() {
    return kCalls;
}

}  // namespace patchcord::models::apps
