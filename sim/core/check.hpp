// The check for our own bugs: it prints what failed, where, and in which node, at what time and event, then
// aborts. Bad bytes, bad scenarios and errors that an application can see are not our bugs and never come
// here. Read next: sim/event/partition.hpp, which says what is running.
#pragma once

#include <string_view>

namespace patchcord::sim {

/// Where in the source; what std::source_location is, which clang has only from version 16.
struct Place {
    const char* file;
    unsigned line;
    const char* function;
};

[[noreturn]] void fail(std::string_view what, const Place& where);

/// What is being executed, for the message of a failed check.
struct Running {
    std::string_view node = "none";
    long long picoseconds = 0;
    unsigned long long event = 0;
};

/// Can say what is running. A failed check asks the one that the calling thread has, and nobody else does.
class Witness {
  public:
    virtual Running running() const = 0;
    /// That of the calling thread, or null.
    static const Witness* present() { return current; }

    /// Makes `now` the thread's witness for as long as it lives.
    class Scope {
      public:
        explicit Scope(const Witness& now) : before_{current} { current = &now; }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope() { current = before_; }

      private:
        const Witness* before_;
    };

  protected:
    ~Witness() = default;

  private:
    static inline thread_local const Witness* current = nullptr;
};

/// Aborts with `what` unless `holds`. For invariants of this program; always on.
constexpr void check(bool holds, std::string_view what, const char* file = __builtin_FILE(),
                     unsigned line = __builtin_LINE(), const char* function = __builtin_FUNCTION()) {
    if (!holds) [[unlikely]]
        fail(what, {file, line, function});
}

/// The same for what takes long to find out: `holds` is a function, called only in builds that are not for
/// speed (NDEBUG).
template <class Holds>
constexpr void prove([[maybe_unused]] Holds holds, [[maybe_unused]] std::string_view what,
                     [[maybe_unused]] const char* file = __builtin_FILE(),
                     [[maybe_unused]] unsigned line = __builtin_LINE(),
                     [[maybe_unused]] const char* function = __builtin_FUNCTION()) {
#ifndef NDEBUG
    check(holds(), what, file, line, function);
#endif
}

}  // namespace patchcord::sim
