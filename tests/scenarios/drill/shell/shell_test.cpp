// The shell commands of scripts: read without a shell, and translated into knobs or refused by name.
#include "scenarios/drill/shell/commands.hpp"
#include "scenarios/drill/shell/reader.hpp"
#include "scenarios/drill/shell/sysctls.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace patchcord::tests {

using namespace scenarios::drill;
using models::host::StackParameters;

namespace {

std::string words(std::string_view text) {
    std::string all;
    for (const ShellCommand& command : read_shell(text)) {
        for (const std::string& word : command.words)
            all += "[" + word + "]";
        if (!command.output.empty()) all += ">" + command.output;
        all += command.piped ? "|" : ";";
    }
    return all;
}

struct ShellFixture {
    StackParameters stack{};
    std::string refused(std::string_view text) {
        const auto problem = ShellCommands{stack, std::filesystem::temp_directory_path()}.interpret(text);
        return problem ? problem->message : "";
    }
};

}  // namespace

TEST_CASE("the reader knows what scripts are written with") {
    CHECK(words("a b; c && d\n e|f # comment\n") == "[a][b];[c];[d];[e]|[f];");
    CHECK(words("a \\\n b") == "[a][b];");
    CHECK(words("k=\"1 2 $((15*1024*1024))\" 'x y'") == "[k=1 2 15728640][x y];");
    CHECK(words("a >/dev/null 2>&1") == "[a]>/dev/null;");
    CHECK(words("echo 3 > /proc/x") == "[echo][3]>/proc/x;");
    CHECK(words("$((2+2)) ${PPID}") == "[$((2+2))][${PPID}];");
    CHECK(words("\"open 'quotes") == "[open 'quotes];");
    CHECK(words("a &> /dev/null || b") == "[a]>/dev/null;[b];");
    CHECK(words("") == "");
}

TEST_CASE_FIXTURE(ShellFixture, "sysctls become knobs") {
    CHECK(refused("sysctl -q net.ipv4.tcp_timestamps=0 net/ipv4/tcp_sack=0") == "");
    CHECK_FALSE(stack.tcp.timestamps);
    CHECK_FALSE(stack.tcp.sack);
    CHECK(refused("../common/set_sysctls.py /proc/sys/net/ipv4/tcp_retries2=7") == "");
    CHECK(stack.tcp.retries == 7);
    CHECK(refused("sysctl -w net.inet.tcp.rfc1323=1") == "");
    CHECK(stack.tcp.timestamps);
}

TEST_CASE_FIXTURE(ShellFixture, "what is not known is refused by name, never ignored") {
    CHECK(refused("sysctl -q net.ipv4.tcp_unheard_of=1") == "sysctl net.ipv4.tcp_unheard_of");
    CHECK(refused("sysctl -q net.ipv4.tcp_fack=1") == "sysctl net.ipv4.tcp_fack=1");
    CHECK(refused("sysctl -q net.ipv4.tcp_sack=yes") == "sysctl net.ipv4.tcp_sack=yes");
    CHECK(refused("rm -rf /") == "command rm -rf /");
    CHECK(refused("sysctl -q net.ipv4.tcp_sack=1 | sh") == "command sysctl -q net.ipv4.tcp_sack=1");
    CHECK(refused("echo 0 > /sys/module/tcp_cubic/parameters/hystart_detect") == "");
    CHECK_FALSE(stack.tcp.hystart);
    CHECK(refused("echo 1 > /etc/passwd") == "command echo 1 > /etc/passwd");
    CHECK(refused("tc qdisc add dev tun0 root netem loss 10%") ==
          "command tc qdisc add dev tun0 root netem loss 10%");
}

TEST_CASE_FIXTURE(ShellFixture, "a refused value leaves the knobs as they were") {
    stack.tcp.ecn = models::tcp::Ecn::Active;
    CHECK(refused("sysctl net.ipv4.tcp_ecn=9") != "");
    CHECK(stack.tcp.ecn == models::tcp::Ecn::Active);
}

TEST_CASE_FIXTURE(ShellFixture, "routes set the segment size and the initial window") {
    CHECK(refused("ip route change 192.0.2.1 via 192.168.0.2 dev tun0 advmss 600 mtu lock 640 initcwnd 11") ==
          "");
    CHECK(stack.tcp.mss == 600);
    CHECK(stack.tcp.initial_window == 11);
}

TEST_CASE_FIXTURE(ShellFixture, "what stands behind two bars is for when the first is not supported") {
    CHECK(refused("sysctl no.such=1 || ip tcp_metrics flush all") == "");
    CHECK(stack.fast_open.flushes == 1);
    CHECK(refused("true || frobnicate") == "");
    CHECK(refused("frobnicate || frobnicate again; true") == "command frobnicate again");
}

TEST_CASE_FIXTURE(ShellFixture, "Fast Open has its rules and its key") {
    CHECK(refused("sysctl -q net.ipv4.tcp_fastopen=0x402") == "");
    CHECK(stack.fast_open.rules.all_listeners);
    CHECK_FALSE(stack.fast_open.rules.client);
    CHECK(refused("sysctl -q net.ipv4.tcp_fastopen_key=a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4") == "");
    CHECK(stack.fast_open.keys);
    CHECK(refused("sysctl -q net.ipv4.tcp_fastopen_key=nonsense") ==
          "sysctl net.ipv4.tcp_fastopen_key=nonsense");
}

TEST_CASE_FIXTURE(ShellFixture, "scripts are read, not run") {
    const auto file = std::filesystem::temp_directory_path() / "patchcord_drill_shell_test.sh";
    std::ofstream{file} << "#!/bin/bash\n# comment\nsysctl -q net.ipv4.tcp_dsack=0\n";
    CHECK(refused("./patchcord_drill_shell_test.sh") == "");
    CHECK_FALSE(stack.tcp.dsack);
    std::ofstream{file} << "./patchcord_drill_shell_test.sh\n";
    CHECK(refused("./patchcord_drill_shell_test.sh") != "");  // one that calls itself ends
    std::filesystem::remove(file);
    CHECK(refused("./patchcord_drill_shell_test.sh") ==
          "command ./patchcord_drill_shell_test.sh, which cannot be read");
}

}  // namespace patchcord::tests
