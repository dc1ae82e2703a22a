// The loop over the events. The host is built when the first packet or call needs it, so that commands before
// can still choose its knobs.
// Read next: scenarios/drill/run/packets.hpp, scenarios/drill/calls/calls.hpp,
// scenarios/drill/shell/commands.hpp.
#include "scenarios/drill/run/runner.hpp"

#include "scenarios/drill/calls/calls.hpp"
#include "scenarios/drill/run/clock.hpp"
#include "scenarios/drill/run/conversations.hpp"
#include "scenarios/drill/run/packets.hpp"
#include "scenarios/drill/run/snapshot.hpp"
#include "scenarios/drill/shell/commands.hpp"
#include "scenarios/drill/wire/rig.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::scenarios::drill {

using language::Code;
using language::Command;
using language::Direction;
using language::Event;
using language::Script;

namespace {

std::string_view sockstat_name(models::wire::TcpState state) {
    constexpr std::array<std::string_view, 11> kNames{"CLOSED",      "LISTEN",     "SYN_SENT",   "SYN_RCVD",
                                                      "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT",
                                                      "CLOSING",     "LAST_ACK",   "TIME_WAIT"};
    return kNames[static_cast<std::size_t>(state)];
}

class Runner {
  public:
    Runner(const Script& script, const Settings& settings, const std::filesystem::path& folder)
        : script_{script}, settings_{settings}, commands_{stack_, folder} {
        stack_.tcp = models::tcp::profile_config(settings.profile);
        name_constants(interpreter_);
        commands_.set_counter([this](std::string_view name) -> std::optional<std::uint64_t> {
            if (name != "TcpExtOutOfWindowIcmps") return std::nullopt;
            return rig().host().stack().tcp().out_of_window_icmps();
        });
        commands_.set_sockets(
            {.count = [this](std::string_view state) { return connections_in(state).size(); },
             .drop =
                 [this](std::string_view state) {
                     for (const auto& connection : connections_in(state))
                         connection->vanish();
                 }});
    }

    Outcome run() {
        outcome_.problem = play();
        if (rig_) outcome_.run = rig_->finish(script_.name);
        return std::move(outcome_);
    }

  private:
    MaybeProblem play() {
        for (const std::string& file : settings_.init_scripts) {
            if (auto problem = shell(file, {})) return problem;
        }
        if (script_.init) {
            if (auto problem = shell(script_.init->text, script_.init_place)) return problem;
        }
        for (const Event& event : script_.events) {
            auto problem = play(event);
            if (!problem) problem = calls_.look();
            if (problem && !forgiven(event, *problem)) return problem;
        }
        if (rig_) {
            if (auto problem = calls_.settle(*rig_)) return problem;
        }
        if (settings_.strict) return leftovers();
        return std::nullopt;
    }

    MaybeProblem play(const Event& event) {
        const Due due = clock_.next(event, now());
        const language::PacketLine* packet = event.packet();
        if (packet != nullptr && packet->direction == Direction::Outbound)
            return packets_.expect(rig(), event, *packet, due);
        if (auto problem = wait(event, due)) return problem;
        if (packet != nullptr) {
            auto problem = packets_.inject(rig(), event, *packet);
            rig().run_until(rig().now());
            return problem;
        }
        if (const auto* call = event.call()) return calls_.make(rig(), event, *call, due);
        if (const auto* command = std::get_if<Command>(&event.what)) return shell(command->text, event.place);
        const auto& snippet = std::get<Code>(event.what);
        return code(snippet.text, snippet.place);
    }

    MaybeProblem code(const std::string& text, language::Place place) {
        const Conversation* conversation = conversations_.under_test();
        const int descriptor = conversation == nullptr ? -1 : conversation->descriptor;
        name_fields(interpreter_, rig().host(), descriptor);
        const code::Outcome done = interpreter_.run(text);
        outcome_.output += done.printed;
        place.line += done.line - 1;
        using Kind = code::Outcome::Kind;
        if (done.kind == Kind::Passed) return std::nullopt;
        if (done.kind == Kind::Unsupported) return unsupported(place, done.message);
        return Problem{Problem::Kind::Failed, place, done.message};
    }

    /// Until the event is due.
    MaybeProblem wait(const Event& event, const Due& due) {
        if (due.at > now()) rig().run_until(sim::kStart + due.at);
        if (auto problem = calls_.look()) return problem;
        const auto fault = clock_.fault("this event was", due, now());
        if (fault) return Problem{Problem::Kind::Failed, event.place, *fault};
        return std::nullopt;
    }

    MaybeProblem shell(const std::string& text, language::Place place) {
        const auto problem = commands_.interpret(text);
        if (problem && problem->failed) return Problem{Problem::Kind::Failed, place, problem->message};
        if (problem) return unsupported(place, problem->message);
        if (rig_) rig_->host().stack().reconfigure(stack_);
        return std::nullopt;
    }

    MaybeProblem leftovers() {
        if (!rig_) return std::nullopt;
        std::vector<std::string> lines = packets_.leftovers(*rig_);
        if (lines.empty()) return std::nullopt;
        return Problem{Problem::Kind::Failed, script_.events.back().place,
                       fmt::format("packets that no line expects: {}", lines.size()), std::move(lines)};
    }

    bool forgiven(const Event& event, const Problem& problem) {
        const bool may_be = event.packet() != nullptr ? settings_.non_fatal_packet
                            : event.call() != nullptr ? settings_.non_fatal_syscall
                                                      : false;
        if (!may_be || problem.kind != Problem::Kind::Failed) return false;
        outcome_.warnings.push_back(problem);
        return true;
    }

    std::vector<std::shared_ptr<models::tcp::Connection>> connections_in(std::string_view state) {
        auto found = rig().host().stack().tcp().connections();
        std::erase_if(found,
                      [&](const auto& connection) { return sockstat_name(connection->state()) != state; });
        return found;
    }
    sim::Duration now() const { return rig_ ? rig_->now() - sim::kStart : sim::Duration{0}; }
    Rig& rig() {
        if (!rig_) rig_.emplace(RigAddresses{{settings_.local, settings_.prefix}, settings_.remote}, stack_);
        return *rig_;
    }

    const Script& script_;
    Settings settings_;
    models::host::StackParameters stack_;
    ShellCommands commands_;
    Clock clock_{settings_};
    Conversations conversations_{settings_};
    std::optional<Rig> rig_;
    Packets packets_{settings_, clock_, conversations_};
    Calls calls_{settings_, clock_, conversations_};
    code::Interpreter interpreter_;
    Outcome outcome_;
};

}  // namespace

Outcome run_script(const Script& script, const Settings& settings, const std::filesystem::path& folder) {
    return Runner{script, settings, folder}.run();
}

}  // namespace patchcord::scenarios::drill
