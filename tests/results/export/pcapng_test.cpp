#include "results/export/pcapng.hpp"

#include "models/wire/crc32.hpp"
#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace patchcord::results {
namespace {

namespace fs = std::filesystem;

struct Block {
    std::uint32_t type;
    std::vector<std::uint8_t> body;

    std::uint32_t word(std::size_t position) const {
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;)
            value = value << 8 | body.at(position + i);
        return value;
    }
    std::uint64_t nanoseconds() const { return std::uint64_t{word(4)} << 32 | word(8); }
    std::vector<std::uint8_t> packet() const {
        return {body.begin() + 20, body.begin() + 20 + static_cast<std::ptrdiff_t>(word(12))};
    }
    bool contains(const std::string& text) const {
        return std::string{body.begin(), body.end()}.find(text) != std::string::npos;
    }
};

/// The blocks of a file, whose two lengths must agree.
std::vector<Block> blocks(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>{file}, {}};
    const Block all{0, bytes};
    std::vector<Block> out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::uint32_t length = all.word(at + 4);
        REQUIRE(length % 4 == 0);
        REQUIRE(all.word(at + length - 4) == length);
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        out.push_back({all.word(at), {begin + 8, begin + static_cast<std::ptrdiff_t>(length) - 4}});
        at += length;
    }
    return out;
}

class Captures {
  public:
    explicit Captures(const Run& run, Language language = Language::English)
        : folder_{fs::temp_directory_path() / ("patchcord-pcapng-test-" + std::to_string(getpid()))} {
        fs::remove_all(folder_);
        files = write_pcapng(run, folder_ / "sub", language);
    }
    ~Captures() { fs::remove_all(folder_); }

    std::vector<fs::path> files;

  private:
    fs::path folder_;
};

TEST_CASE("each card has a file with what it sent and received, in the order of time") {
    const Run run = lost_segment();
    const Captures captures{run};
    REQUIRE(captures.files.size() == 2);
    CHECK(captures.files[0].filename() == "client-eth0.pcapng");
    CHECK(captures.files[1].filename() == "server-eth0.pcapng");
    const auto client = blocks(captures.files[0]);
    const auto server = blocks(captures.files[1]);
    CHECK(client.size() == 2 + 15);
    CHECK(server.size() == 2 + 14);
    CHECK(client[0].type == 0x0A0D0D0A);
    CHECK(client[1].type == 1);
    CHECK(client[1].contains("client-eth0"));
    std::uint64_t before = 0;
    for (std::size_t i = 2; i < client.size(); ++i) {
        CHECK(client[i].type == 6);
        CHECK(wire::fcs_is_correct(client[i].packet()));
        CHECK(client[i].nanoseconds() >= before);
        before = client[i].nanoseconds();
    }
}

TEST_CASE("a sent frame has the time of its first bit, a received one that of its last") {
    TwoHosts net;
    net.tcp(sim::kStart + 5s, kClient, {.flags = wire::kSyn});
    const Run run = net.finish();
    const Captures captures{run};
    CHECK(blocks(captures.files[0])[2].nanoseconds() == 5'000'000'000);
    CHECK(blocks(captures.files[1])[2].nanoseconds() == 5'000'005'868);        // 5760 and 108.74 ns later
    CHECK(blocks(captures.files[0])[2].body.at(20 + 64 + 4) == (4 << 5 | 2));  // sent, FCS of 4 bytes
    CHECK(blocks(captures.files[1])[2].body.at(20 + 64 + 4) == (4 << 5 | 1));  // received
}

TEST_CASE("comments say why a frame was lost and why a segment was sent again") {
    const Run run = lost_segment(wire::LossCause::Fcs);
    std::string texts;
    for (const Block& block : blocks(Captures{run}.files[0]))
        texts.append(block.body.begin(), block.body.end());
    CHECK(texts.find("lost: FCS error (server)") != std::string::npos);
    CHECK(texts.find("retransmission 1: retransmission timer (1.0 s)") != std::string::npos);
    texts.clear();
    for (const Block& block : blocks(Captures{run, Language::Korean}.files[0]))
        texts.append(block.body.begin(), block.body.end());
    CHECK(texts.find("손실: FCS 오류 (server)") != std::string::npos);
}

TEST_CASE("names that are no names of files are changed, and stay different") {
    RunHeader header = TwoHosts::header();
    header.nodes[0].name = "a/b";
    header.nodes[1].name = "a:b";
    const Run run = Recorder{}.finish(header, {});
    const Captures captures{run};
    REQUIRE(captures.files.size() == 2);
    CHECK(captures.files[0].filename() == "a_b-eth0.pcapng");
    CHECK(captures.files[1].filename() == "a_b-eth0_.pcapng");
    CHECK(blocks(captures.files[1])[1].contains("a:b-eth0"));
}

TEST_CASE("a folder that cannot be made is an exception") {
    const Run run = lost_segment();
    CHECK_THROWS_AS(write_pcapng(run, "/dev/null/folder"), std::system_error);
}

}  // namespace
}  // namespace patchcord::results
