// Cables of which the same is to be said are told together. Figures below 1e-30 are shown as 0.
// Read next: scenarios/cli/budget_text.hpp.
#include "scenarios/cli/budget_text.hpp"

#include "models/ethernet/phy.hpp"
#include "results/export/table.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

namespace ethernet = models::ethernet;
using results::Table;
using enum results::Table::Align;

constexpr std::uint64_t kBitsOfLargest = 8 * 1518;

class Budgets {
  public:
    Budgets(const Scenario& scenario, const results::RunHeader& header, Language language,
            std::size_t columns)
        : scenario_{scenario}, header_{header}, language_{language}, columns_{columns} {}

    std::string text();

  private:
    std::string say(std::string_view english, std::string_view korean) const {
        return std::string{scenarios::say(language_, english, korean)};
    }
    void add(const CableDescription& cable, const results::LinkInfo& link);
    std::string sentence(const CableDescription& cable, const results::LinkInfo& link,
                         const ethernet::LinkBudget& budget) const;
    std::string start(const results::LinkInfo& link) const;
    std::string time(const results::LinkInfo& link) const;
    std::string consequence(double loss) const;
    void tell(const std::string& name, std::string sentence);

    const Scenario& scenario_;
    const results::RunHeader& header_;
    Language language_;
    std::size_t columns_;
    Table table_;
    std::vector<std::pair<std::string, std::string>> sentences_;  // names of cables, and what is said of them
};

std::string Budgets::text() {
    table_.add_column(say("cable", "케이블"), Left);
    table_.add_column(say("category", "등급"), Left);
    table_.add_column("PHY", Left);
    for (const std::string& column : {say("loss", "삽입 손실"), say("SNR", "SNR"),
                                      say("needed", "필요한 SNR"), say("bit error ratio", "비트 오류율"),
                                      say("frames lost", "프레임 손실률"), say("comes up", "연결 확률")})
        table_.add_column(column, Right);
    for (std::size_t i = 0; i < scenario_.cables.size(); ++i) {
        if (header_.links[i].phy) add(scenario_.cables[i], header_.links[i]);
    }
    if (sentences_.empty()) return {};
    std::string text = table_.text();
    for (const auto& [names, sentence] : sentences_)
        text += wrapped(fmt::format("{}: {}", names, sentence), columns_, " ");
    return text;
}

std::string ratio(double value) {
    return value < 1e-30 ? "0" : fmt::format("{:.2g}", value);
}

std::string percent(double share) {
    return share < 1e-5 ? "0 %" : fmt::format("{:.3g} %", 100 * share);
}

/// "about 820 000": two digits that say something, the others 0.
std::string rounded(double value) {
    if (value >= 1e15) return fmt::format("{:.0e}", value);
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(value)) - 1.0));
    std::string digits = fmt::format("{:.0f}", std::round(value / unit) * unit);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), " ");
    return digits;
}

/// A row for the PHY that was asked for, and for each slower one that was tried.
void Budgets::add(const CableDescription& cable, const results::LinkInfo& link) {
    const auto budget_of = [&](ethernet::Phy phy) {
        return ethernet::link_budget(phy, cable.pair(), cable.margin);
    };
    const ethernet::Phy asked = *link.fastest;
    for (int at = static_cast<int>(asked); at >= static_cast<int>(*link.phy); --at) {
        const ethernet::LinkBudget budget = budget_of(ethernet::Phy(at));
        const bool first = at == static_cast<int>(asked);
        table_.add_row({first ? cable.name : "", first ? std::string{to_string(cable.category)} : "",
                        std::string{to_string(ethernet::Phy(at))},
                        fmt::format("{:.1f} dB", budget.insertion_loss),
                        fmt::format("{:.1f} dB", budget.snr()), fmt::format("{:.1f} dB", budget.snr_required),
                        ratio(budget.bit_error_ratio),
                        ratio(ethernet::frame_loss(budget.bit_error_ratio, kBitsOfLargest,
                                                   static_cast<double>(cable.burst))),
                        percent(budget.up_probability)});
    }
    tell(cable.name, sentence(cable, link, budget_of(*link.phy)));
}

void Budgets::tell(const std::string& name, std::string sentence) {
    const auto told = std::ranges::find(sentences_, sentence, &std::pair<std::string, std::string>::second);
    if (told == sentences_.end()) {
        sentences_.emplace_back(name, std::move(sentence));
    } else {
        told->first += ", " + name;
    }
}

/// How the link got its speed, when that is not what was asked for.
std::string Budgets::start(const results::LinkInfo& link) const {
    const std::string_view asked = to_string(*link.fastest);
    if (!link.up)
        return fmt::format(
            fmt::runtime(say("no PHY from {} down comes up on so lossy a cable: the link is down",
                             "이 케이블은 손실이 너무 커서 {} 이하 어떤 속도로도 링크가 올라오지 않습니다")),
            asked);
    return fmt::format(fmt::runtime(say("too lossy for {}, so the link came up as {}: ",
                                        "{}에는 손실이 너무 커서 {}(으)로 올라왔습니다. ")),
                       asked, to_string(*link.phy));
}

/// When it is up, if that takes time.
std::string Budgets::time(const results::LinkInfo& link) const {
    if (link.start == sim::Duration{}) return {};
    return fmt::format(fmt::runtime(say("up after {:.1f} s, with {} failed tries to train; ",
                                        "{:.1f}초 뒤에 올라옵니다(훈련 실패 {}번). ")),
                       sim::seconds(link.start), link.failed_tries);
}

std::string Budgets::consequence(double loss) const {
    const std::string one_in = loss > 0 ? rounded(1 / loss) : "";
    if (loss < 1e-12)
        return say("bit errors practically never happen", "비트 오류는 사실상 일어나지 않습니다");
    if (loss < 1e-3)
        return fmt::format(
            fmt::runtime(say("one full-sized frame in {} dies at the FCS, which nobody notices",
                             "최대 크기 프레임 {}개 중 하나가 FCS에서 버려지지만 아무도 알아채지 못합니다")),
            one_in);
    if (loss < 0.05)
        return fmt::format(
            fmt::runtime(
                say("the link is up, but one full-sized frame in {} dies at the FCS: TCP "
                    "takes each for congestion and slows down",
                    "링크는 올라와 있지만 최대 크기 프레임 {}개 중 하나가 FCS에서 버려집니다. TCP는 이를 "
                    "혼잡으로 여기고 느려집니다")),
            one_in);
    return fmt::format(
        fmt::runtime(
            say("the link is up, but {:.2g} % of all full-sized frames die at the FCS: pings "
                "may work, TCP crawls or stalls",
                "링크는 올라와 있지만 최대 크기 프레임의 {:.2g} %가 FCS에서 버려집니다. ping은 될 수 있어도 "
                "TCP는 거의 나아가지 못합니다")),
        100 * loss);
}

std::string Budgets::sentence(const CableDescription& cable, const results::LinkInfo& link,
                              const ethernet::LinkBudget& budget) const {
    constexpr double kVisible = 0.05;  // as the figure is rounded
    if (!link.up) return start(link) + ".";
    const std::string form =
        std::abs(budget.snr_deficit) < kVisible
            ? say("just the SNR that {1} needs; ", "{1}에 필요한 SNR과 꼭 같습니다. ")
        : budget.snr_deficit > 0
            ? say("{0:.1f} dB less SNR than {1} needs; ", "{1}에 필요한 SNR보다 {0:.1f} dB 모자랍니다. ")
            : say("{0:.1f} dB more SNR than {1} needs; ", "{1}에 필요한 SNR보다 {0:.1f} dB 남습니다. ");
    const double loss =
        ethernet::frame_loss(budget.bit_error_ratio, kBitsOfLargest, static_cast<double>(cable.burst));
    return (link.phy == link.fastest ? "" : start(link)) + time(link) +
           fmt::format(fmt::runtime(form), std::abs(budget.snr_deficit), to_string(*link.phy)) +
           consequence(loss) + ".";
}

}  // namespace

std::string budgets_text(const Scenario& scenario, const results::RunHeader& header, Language language,
                         std::size_t columns) {
    return Budgets{scenario, header, language, columns}.text();
}

}  // namespace patchcord::scenarios
