// Cutting a snippet into statements, and carrying them out: lines, `;`, comments, a backslash or an open
// parenthesis that continues a line. Read next: scenarios/drill/code/statement.hpp.
#include "scenarios/drill/code/interpreter.hpp"

#include "scenarios/drill/code/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace patchcord::scenarios::drill::code {
namespace {

struct Line {
    std::uint32_t number;
    std::string text;
};

/// Comments are gone; what belongs together is together.
std::vector<Line> statements(std::string_view snippet) {
    std::vector<Line> lines;
    Line now{1, {}};
    std::uint32_t number = 1;
    char quote = '\0';
    int open = 0;
    const auto finish = [&] {
        if (now.text.find_first_not_of(" \t\r\n") != std::string::npos) lines.push_back(now);
        now = {number, {}};
    };
    for (std::size_t i = 0; i < snippet.size(); ++i) {
        const char c = snippet[i];
        const bool ends_line = c == '\n';
        if (ends_line) ++number;
        if (quote != '\0' && !ends_line) {
            if (c == quote) quote = '\0';
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '#') {
            while (i + 1 < snippet.size() && snippet[i + 1] != '\n')
                ++i;
            continue;
        } else if (c == '(') {
            ++open;
        } else if (c == ')') {
            --open;
        } else if (c == '\\' && snippet.substr(i + 1).starts_with('\n')) {
            ++i;
            ++number;
            now.text += ' ';
            continue;
        } else if ((c == ';' || ends_line) && open <= 0) {
            quote = '\0';
            finish();
            continue;
        }
        now.text += c;
    }
    finish();
    return lines;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

/// "tcpi_snd_cwnd is 7, tcpi_lost is 2"
std::string values_of(const std::vector<std::string>& used, const Names& names) {
    std::string out;
    for (const std::string& name : used)
        out += fmt::format("{}{} is {}", out.empty() ? "" : ", ", name, to_text(names.find(name)->second));
    return out;
}

void assert_holds(Statement& statement, std::string_view text, const Names& names) {
    const Value value = statement.expression();
    const std::string_view condition = trimmed(text.substr(0, statement.position()));
    const std::string values = values_of(statement.used(), names);
    std::string message;
    if (statement.accept(",")) message = to_text(statement.expression());
    if (is_true(value)) return;
    std::string told = fmt::format("{} does not hold", condition);
    if (!values.empty()) told += ": " + values;
    if (!message.empty() && values.find(message) == std::string::npos) told += fmt::format(" ({})", message);
    throw Stop{Outcome::Kind::Failed, std::move(told)};
}

std::string print(Statement& statement) {
    const bool brackets = statement.accept("(");
    std::string line;
    if (!(brackets && statement.accept(")"))) {
        do
            line += (line.empty() ? "" : " ") + to_text(statement.expression());
        while (statement.accept(","));
        if (brackets) statement.expect(")");
    }
    return line + '\n';
}

void assign(Statement& statement, Names& names) {
    const std::string name = statement.word();
    constexpr std::string_view kOperators[] = {"+=", "-=", "*=", "|=", "&="};
    for (const std::string_view operation : kOperators) {
        if (!statement.accept(operation)) continue;
        const auto found = names.find(name);
        if (found == names.end()) throw Stop{Outcome::Kind::Error, fmt::format("\"{}\" has no value", name)};
        Names two{{"left", found->second}, {"right", statement.expression()}};
        const std::string text = fmt::format("left {} right", operation.substr(0, 1));
        names.insert_or_assign(name, Statement{text, two}.expression());
        return;
    }
    statement.expect("=");
    names.insert_or_assign(name, statement.expression());
}

void carry_out(const std::string& text, Names& names, std::string& printed) {
    Statement statement{text, names};
    Statement look{text, names};
    const std::string first = look.word();
    if (first == "pass") {
        statement.word();
    } else if (statement.accept_word("assert")) {
        assert_holds(statement, text, names);
    } else if (statement.accept_word("print")) {
        printed += print(statement);
    } else if (first.empty() || look.accept("(") || look.accept(".") || look.accept("[")) {
        throw Stop{Outcome::Kind::Unsupported, fmt::format("\"{}\" is not supported", trimmed(text))};
    } else {
        assign(statement, names);
    }
    if (!statement.at_end())
        throw Stop{Outcome::Kind::Unsupported,
                   fmt::format("\"{}\" is not supported",
                               trimmed(std::string_view{text}.substr(statement.position())))};
}

}  // namespace

Outcome Interpreter::run(std::string_view snippet) {
    Outcome outcome;
    for (const Line& line : statements(snippet)) {
        try {
            carry_out(line.text, names_, outcome.printed);
        } catch (Stop& stop) {
            outcome.kind = stop.kind;
            outcome.line = line.number;
            outcome.message = std::move(stop.message);
            break;
        }
    }
    return outcome;
}

}  // namespace patchcord::scenarios::drill::code
