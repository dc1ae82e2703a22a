// Progress goes to `err`: on a terminal one line that is rewritten, elsewhere a line every 10 s, nothing in
// the first half second. Ctrl-C is heard between slices of events, so that what was recorded can still be
// shown. Read next: scenarios/cli/running.hpp.
#include "scenarios/cli/running.hpp"

#include "scenarios/description/text.hpp"
#include "scenarios/execute/wall_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <ctime>
#include <memory>
#include <set>
#include <string>

namespace patchcord::scenarios {
namespace {

/// While it lives, Ctrl-C waits to be asked for instead of ending the program.
class Interruption {
  public:
    Interruption() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigprocmask(SIG_BLOCK, &signals_, &before_);
    }
    ~Interruption() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// Whether Ctrl-C was pressed since the last call.
    bool heard() const {
        const timespec at_once{};
        return sigtimedwait(&signals_, nullptr, &at_once) == SIGINT;
    }

  private:
    sigset_t signals_;
    sigset_t before_;
};

class ProgressLine {
  public:
    explicit ProgressLine(const Session& session) : session_{session} {}
    ~ProgressLine() {
        if (shown_ && session_.console.err_is_terminal) session_.console.err << "\r\033[K" << std::flush;
    }

    void show(const Progress& progress) {
        const double elapsed = clock_.elapsed().count();
        const double pause = session_.console.err_is_terminal ? 0.1 : 10.0;
        if (elapsed < std::max(0.5, last_ + pause)) return;
        last_ = elapsed;
        shown_ = true;
        const double share =
            sim::seconds(progress.now - sim::kStart) / sim::seconds(progress.until - sim::kStart);
        const std::string line =
            fmt::format("{:.3f} s simulated, {:.0f} %, {:.2f} million events per second, {:.0f} s left",
                        sim::seconds(progress.now - sim::kStart), 100 * share,
                        static_cast<double>(progress.events) / elapsed * 1e-6,
                        share > 0 ? elapsed * (1 - share) / share : 0);
        if (session_.console.err_is_terminal) {
            session_.console.err << "\r" << line << "\033[K" << std::flush;
        } else {
            session_.console.err << line << std::endl;
        }
    }

  private:
    const Session& session_;
    WallClock clock_;
    double last_ = 0;
    bool shown_ = false;
};

std::string counted(std::size_t count, const std::string& one, std::string_view korean, Language language) {
    if (language == Language::Korean) return fmt::format("{} {}", korean, count);
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : one.ends_with("ch") ? "es" : "s");
}

}  // namespace

RunLimits run_limits(const Limits& limits, const Session& session) {
    RunLimits result;
    if (limits.max_events) result.events = *limits.max_events;
    if (limits.wall_limit) result.wall = *limits.wall_limit;
    result.interrupted = [interruption = std::make_shared<Interruption>()] { return interruption->heard(); };
    if (!session.output.quiet) {
        result.progress = [line = std::make_shared<ProgressLine>(session)](const Progress& progress) {
            line->show(progress);
        };
    }
    return result;
}

void announce(const Scenario& scenario, const Session& session) {
    if (session.output.quiet) return;
    std::array<std::size_t, 3> counts{};
    std::set<std::string> profiles;
    for (const NodeDescription& node : scenario.nodes) {
        ++counts[static_cast<std::size_t>(node.kind)];
        if (node.kind == NodeKind::Host) profiles.emplace(to_string(*node.profile));
    }
    const auto [hosts, switches, hubs] = counts;
    const Language language = session.language();
    std::string line = fmt::format("{}: {}", scenario.name, counted(hosts, "host", "호스트", language));
    if (switches > 0) line += ", " + counted(switches, "switch", "스위치", language);
    if (hubs > 0) line += ", " + counted(hubs, "hub", "허브", language);
    line += ", " + counted(scenario.cables.size(), "cable", "케이블", language);
    line += fmt::format(", {} {}", say(language, profiles.size() == 1 ? "profile" : "profiles", "프로필"),
                        fmt::join(profiles, say(language, " and ", ", ")));
    session.console.err << line << fmt::format(", {} {}\n", say(language, "seed", "시드"), scenario.seed);
}

void tell_what_to_look_at(const Scenario& scenario, const Session& session) {
    if (session.output.quiet) return;
    const std::string_view text = in_language(scenario.text, session.language());
    session.console.err << wrapped(printable(text), std::min<std::size_t>(session.console.columns, 100),
                                   "  ");
}

void tell_slow_links(const Scenario& scenario, const results::RunHeader& header, const Session& session) {
    const Language language = session.language();
    for (std::size_t i = 0; i < scenario.cables.size(); ++i) {
        const results::LinkInfo& link = header.links[i];
        if (!link.fastest || (link.up && link.phy == link.fastest)) continue;
        const std::string_view sentence =
            link.up
                ? say(language, "patchcord: {} came up as {} only: see patchcord describe {}\n",
                      "patchcord: {} 링크는 {}(으)로만 올라왔습니다: patchcord describe {}\n")
                : say(language,
                      "patchcord: {} is down, its cable is too long even for {}: see patchcord describe {}\n",
                      "patchcord: {} 링크가 내려가 있습니다. {}에도 케이블 손실이 너무 큽니다: patchcord "
                      "describe {}\n");
        session.console.err << fmt::format(fmt::runtime(sentence), link.name, to_string(*link.phy),
                                           scenario.name);
    }
}

Recorded run_recorded(const Scenario& scenario, const Limits& limits, const Session& session) {
    announce(scenario, session);
    Recorded recorded = run_recorded(scenario, run_limits(limits, session));
    tell_slow_links(scenario, recorded.run.header(), session);
    return recorded;
}

ExitStatus status_of(const results::RunEnd& end, const Session& session) {
    using results::StopReason;
    const Language language = session.language();
    const auto stopped = [&](std::string_view why, ExitStatus status) {
        const std::string_view sentence =
            say(language, "patchcord: stopped at {:.6f} s after {} events: {}\n",
                "patchcord: {:.6f}초, 이벤트 {}개 뒤에 멈춤: {}\n");
        session.console.err << fmt::format(fmt::runtime(sentence), sim::seconds(end.at - sim::kStart),
                                           end.events, why);
        return status;
    };
    switch (end.reason) {
        case StopReason::Idle:
        case StopReason::Until:
            return ExitStatus::Done;
        case StopReason::EventLimit:
            return stopped(say(language, "the limit of events was reached", "이벤트 한도에 도달"),
                           ExitStatus::LimitReached);
        case StopReason::WallLimit:
            return stopped(say(language, "the limit of --wall-limit was reached", "--wall-limit 한도에 도달"),
                           ExitStatus::LimitReached);
        case StopReason::Interrupted:
            return stopped(
                say(language, "interrupted; what is shown is incomplete", "중단됨, 표시된 결과는 불완전함"),
                ExitStatus::Interrupted);
    }
    return ExitStatus::InternalError;
}

}  // namespace patchcord::scenarios
