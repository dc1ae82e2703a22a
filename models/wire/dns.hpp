// DNS messages (RFC 1034, RFC 1035 4): names, questions, resource records, and the header's flags. Names are
// compared without regard to case (RFC 4343) and keep the case they had. Values, not views: the names of a
// message are scattered over it. Types that are not here, and classes other than IN, keep their data as bytes
// (RFC 3597). Not here: EDNS (RFC 6891), the bits AD and CD. Read next: models/wire/dns_text.hpp,
// models/apps/dns/zone.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"

#include <tl/expected.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace patchcord::models::wire {

inline constexpr std::uint16_t kDnsPort = 53;

/// Other values keep their number.
enum class DnsType : std::uint16_t {
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Any = 255,  ///< in questions only
};

/// Other values keep their number.
enum class DnsClass : std::uint16_t { In = 1, Any = 255 };

enum class DnsOpcode : std::uint8_t { Query = 0, InverseQuery = 1, Status = 2, Notify = 4, Update = 5 };

enum class DnsRcode : std::uint8_t {
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NXDomain = 3,
    NotImp = 4,
    Refused = 5,
};

/// A domain name: labels of 1 to 63 bytes, 255 bytes with their lengths and the end. The default is the root.
class DnsName {
  public:
    static constexpr std::size_t kLongest = 255;
    static constexpr std::size_t kLongestLabel = 63;

    DnsName() = default;
    /// "www.example" or "www.example."; "." is the root. Letters, digits, "-" and "_" only.
    static std::optional<DnsName> parse(std::string_view text);

    bool is_root() const { return bytes_.empty(); }
    /// Without the first label; of the root, the root.
    DnsName parent() const;
    /// Whether this is `ancestor` or lies below it.
    bool is_within(const DnsName& ancestor) const;
    /// With one label more in front, 1 to 63 bytes. False, and nothing happens, when that is too long.
    bool prepend(std::string_view label);
    bool append(std::string_view label);

    /// The labels as on the wire, each after its length, without the zero at the end.
    const std::string& bytes() const { return bytes_; }

    friend bool operator==(const DnsName& left, const DnsName& right) {
        return (left <=> right) == std::strong_ordering::equal;
    }
    friend std::strong_ordering operator<=>(const DnsName& left, const DnsName& right);

  private:
    std::string bytes_;
};

/// "www.example", "." for the root; bytes that are not printable, dots and backslashes as "\046"
/// (RFC 4343 2.1).
std::string to_string(const DnsName& name);

/// The start of a zone (RFC 1035 3.3.13). Times in seconds; `minimum` is how long "there is no such name" may
/// be remembered (RFC 2308 4).
struct DnsSoa {
    DnsName primary;
    DnsName mailbox;
    std::uint32_t serial = 0;
    std::uint32_t refresh = 0;
    std::uint32_t retry = 0;
    std::uint32_t expire = 0;
    std::uint32_t minimum = 0;

    friend bool operator==(const DnsSoa&, const DnsSoa&) = default;
};
struct DnsMx {
    std::uint16_t preference = 0;
    DnsName exchange;

    friend bool operator==(const DnsMx&, const DnsMx&) = default;
};
/// Each at most 255 bytes.
using DnsTexts = std::vector<std::string>;
using Ipv6Bytes = std::array<std::uint8_t, 16>;
using DnsRaw = std::vector<std::uint8_t>;

/// A: Ipv4Address; NS, CNAME, PTR: DnsName; SOA; MX; TXT; AAAA: Ipv6Bytes; everything else: DnsRaw.
using DnsData = std::variant<DnsRaw, Ipv4Address, DnsName, DnsSoa, DnsMx, DnsTexts, Ipv6Bytes>;

struct DnsRecord {
    DnsName name;
    DnsType type{};
    DnsClass dns_class = DnsClass::In;
    std::uint32_t ttl = 0;  ///< seconds
    DnsData data;

    friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};

struct DnsQuestion {
    DnsName name;
    DnsType type{};
    DnsClass dns_class = DnsClass::In;

    friend bool operator==(const DnsQuestion&, const DnsQuestion&) = default;
};

struct DnsHeader {
    static constexpr std::size_t kSize = 12;

    std::uint16_t id = 0;
    bool response = false;  ///< QR
    DnsOpcode opcode = DnsOpcode::Query;
    bool authoritative = false;        ///< AA
    bool truncated = false;            ///< TC
    bool recursion_desired = false;    ///< RD
    bool recursion_available = false;  ///< RA
    DnsRcode rcode = DnsRcode::NoError;

    /// Of a message whose rest may be malformed. Truncated below 12 bytes.
    static tl::expected<DnsHeader, ParseError> parse(std::span<const std::uint8_t> message);

    friend bool operator==(const DnsHeader&, const DnsHeader&) = default;
};

struct DnsMessage {
    /// The most that goes into a UDP datagram (RFC 1035 4.2.1).
    static constexpr std::size_t kLargestDatagram = 512;

    DnsHeader header;
    std::vector<DnsQuestion> questions = {};
    std::vector<DnsRecord> answers = {};
    std::vector<DnsRecord> authorities = {};
    std::vector<DnsRecord> additionals = {};

    /// The message with compressed names (RFC 1035 4.1.4). At most 65,535 records in each section.
    std::vector<std::uint8_t> emit() const;
    /// Bytes behind the last record are ignored. Truncated; BadName; BadLength: the data of a record is not
    /// as long as its type wants.
    static tl::expected<DnsMessage, ParseError> parse(std::span<const std::uint8_t> message);

    friend bool operator==(const DnsMessage&, const DnsMessage&) = default;
};

}  // namespace patchcord::models::wire
