// Runs something that must abort, in a child process, and gives what it wrote to standard error: how the
// tests see a failed check. The child is a copy of this process, so it sees what the test has made. Read
// next: tests/sim/core/check_test.cpp.
#pragma once

#include <array>
#include <csignal>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace patchcord::tests {

/// The standard error of `dies` when it ended by abort(), else a sentence that says how it ended.
inline std::string death_of(const std::function<void()>& dies) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr rlimit kNoCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &kNoCore);
        std::signal(SIGABRT, SIG_DFL);
        ::dup2(pipe[1], STDERR_FILENO);
        dies();
        ::_exit(0);
    }
    ::close(pipe[1]);
    std::string said;
    std::array<char, 4096> part{};
    for (ssize_t count = 0; (count = ::read(pipe[0], part.data(), part.size())) > 0;)
        said.append(part.data(), static_cast<std::size_t>(count));
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT) return "did not abort; said: " + said;
    return said;
}

inline bool dies_saying(const std::string& words, const std::function<void()>& dies) {
    return death_of(dies).find(words) != std::string::npos;
}

}  // namespace patchcord::tests
