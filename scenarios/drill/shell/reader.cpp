// One pass over the letters. `2>file`, `>&2` and `2>&1` are taken and forgotten; so is `<file`.
// Read next: scenarios/drill/shell/reader.hpp.
#include "scenarios/drill/shell/reader.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace patchcord::scenarios::drill {
namespace {

/// "15*1024*1024" or "2 * 3": products of whole numbers.
std::optional<std::int64_t> product(std::string_view text) {
    std::int64_t value = 1;
    while (true) {
        const std::size_t first = text.find_first_not_of(" \t*");
        if (first == std::string_view::npos) return value;
        text.remove_prefix(first);
        std::int64_t factor = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
        if (error != std::errc{} || factor < 0 || factor > 1'000'000'000) return std::nullopt;
        if (__builtin_mul_overflow(value, factor, &value)) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
}

class Reader {
  public:
    explicit Reader(std::string_view text) : rest_{text} {}

    std::vector<ShellCommand> read() {
        while (!rest_.empty())
            step();
        end_command(false);
        return std::move(commands_);
    }

  private:
    bool take(std::string_view letters) {
        if (!rest_.starts_with(letters)) return false;
        rest_.remove_prefix(letters.size());
        return true;
    }

    void step() {
        if (take("\\\n")) return;
        if (take(" ") || take("\t") || take("\r")) return end_word();
        if (rest_.starts_with("&>")) rest_.remove_prefix(1);  // of errors too
        if (take("||")) {
            command_.has_substitute = true;
            return end_command(false);
        }
        if (take("\n") || take(";") || take("&&") || take("&")) return end_command(false);
        if (take("|")) return end_command(true);
        if (!in_word_ && rest_.front() == '#') {
            rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
            return;
        }
        if (rest_.front() == '>' || rest_.front() == '<') return redirection();
        letter();
    }

    void letter() {
        in_word_ = true;
        const char first = rest_.front();
        if (first == '\'') return quoted('\'');
        if (first == '"') return quoted('"');
        if (take("$((")) return arithmetic();
        if (first == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
        word_ += rest_.front();
        rest_.remove_prefix(1);
    }

    void quoted(char quote) {
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != quote) {
            if (quote == '"' && take("$((")) {
                arithmetic();
                continue;
            }
            if (quote == '"' && rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
            word_ += rest_.front();
            rest_.remove_prefix(1);
        }
        if (!rest_.empty()) rest_.remove_prefix(1);
    }

    /// Behind "$((". What is no product of numbers stays as it is written.
    void arithmetic() {
        const std::size_t end = rest_.find("))");
        const std::string_view inner = rest_.substr(0, end);
        const auto value = product(inner);
        word_ += value ? std::to_string(*value) : "$((" + std::string{inner} + "))";
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 2);
    }

    void redirection() {
        const bool of_errors = word_ == "2";
        if (word_ == "1" || of_errors) {
            word_.clear();
            in_word_ = false;
        }
        end_word();
        const bool is_output = rest_.front() == '>' && !of_errors;
        rest_.remove_prefix(1);
        take(">");
        take("&");
        const std::size_t first = rest_.find_first_not_of(" \t");
        rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
        const std::size_t end = std::min(rest_.find_first_of(" \t\n;|&"), rest_.size());
        if (is_output) command_.output = rest_.substr(0, end);
        rest_.remove_prefix(end);
    }

    void end_word() {
        if (in_word_) command_.words.push_back(word_);
        word_.clear();
        in_word_ = false;
    }

    void end_command(bool piped) {
        end_word();
        command_.piped = piped;
        if (!command_.words.empty()) commands_.push_back(std::move(command_));
        command_ = {};
    }

    std::string_view rest_;
    std::string word_;
    bool in_word_ = false;
    ShellCommand command_;
    std::vector<ShellCommand> commands_;
};

}  // namespace

std::vector<ShellCommand> read_shell(std::string_view text) {
    return Reader{text}.read();
}

}  // namespace patchcord::scenarios::drill
