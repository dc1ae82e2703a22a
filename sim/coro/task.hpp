// Task<T>: a lazy coroutine with one owner. It starts when it is awaited and gives its value or its exception
// to the one who awaits it. Coroutines are free functions with by-value parameters. Read next:
// sim/coro/process.hpp.
#pragma once

#include "sim/coro/trampoline.hpp"

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace patchcord::sim {

template <class T = void>
class Task;

/// What the promises of all tasks share: the process that they run in (as its trampoline), and who waits for
/// them.
struct TaskPromiseBase {
    Trampoline* trampoline = nullptr;
    std::coroutine_handle<> continuation;
    std::exception_ptr failure;

    struct Final {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
            const TaskPromiseBase& promise = finished.promise();
            if (promise.continuation) promise.trampoline->hand_over(promise.continuation);
        }
        void await_resume() const noexcept {}
    };

    std::suspend_always initial_suspend() const noexcept { return {}; }
    Final final_suspend() const noexcept { return {}; }
    void unhandled_exception() { failure = std::current_exception(); }
};

template <class T>
struct TaskPromise : TaskPromiseBase {
    std::optional<T> value;
    Task<T> get_return_object();
    template <class U>
    void return_value(U&& result) {
        value.emplace(std::forward<U>(result));
    }
    T result() {
        if (failure) std::rethrow_exception(failure);
        return std::move(*value);
    }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void result() const {
        if (failure) std::rethrow_exception(failure);
    }
};

template <class T>
class [[nodiscard]] Task {
  public:
    using promise_type = TaskPromise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Task(Handle handle) : handle_{handle} {}
    Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
    Task& operator=(Task&& other) noexcept {
        if (this == &other) return *this;
        if (handle_) handle_.destroy();
        handle_ = std::exchange(other.handle_, nullptr);
        return *this;
    }
    /// Destroys the coroutine's frame, and with it everything that it holds.
    ~Task() {
        if (handle_) handle_.destroy();
    }

    class Awaiter {
      public:
        explicit Awaiter(Handle handle) : handle_{handle} {}
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> parent) const {
            TaskPromiseBase& child = handle_.promise();
            child.trampoline = parent.promise().trampoline;
            child.continuation = parent;
            child.trampoline->hand_over(handle_);
        }
        T await_resume() const { return handle_.promise().result(); }

      private:
        Handle handle_;
    };
    Awaiter operator co_await() const& noexcept { return Awaiter{handle_}; }

    Handle handle() const { return handle_; }

  private:
    Handle handle_;
};

template <class T>
Task<T> TaskPromise<T>::get_return_object() {
    return Task<T>{std::coroutine_handle<TaskPromise<T>>::from_promise(*this)};
}
inline Task<void> TaskPromise<void>::get_return_object() {
    return Task<void>{std::coroutine_handle<TaskPromise<void>>::from_promise(*this)};
}

}  // namespace patchcord::sim
