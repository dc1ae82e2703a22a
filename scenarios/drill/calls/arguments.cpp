// Numbers are Linux's, in the byte order of the machine that the scripts were written for: little-endian.
// Read next: scenarios/drill/run/symbols.hpp, scenarios/drill/calls/arguments.hpp.
#include "scenarios/drill/calls/arguments.hpp"

#include "scenarios/drill/run/symbols.hpp"

#include <fmt/format.h>

#include <utility>

namespace patchcord::scenarios::drill {

namespace posix = models::host::posix;
using language::Array;
using language::Expression;
using language::Field;
using language::Function;
using language::Structure;
using language::Word;
using models::host::IoVector;
using models::wire::Endpoint;

namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 26;

const Expression& missing() {
    static const Expression kMissing{{}, language::Ellipsis{}};
    return kMissing;
}

void put(std::vector<std::uint8_t>& bytes, std::int64_t value, int size) {
    for (int i = 0; i < size; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

void Arguments::fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
}

const Expression& Arguments::at(std::size_t place) {
    if (place < size()) return call_.arguments[place];
    fail(fmt::format("{}() needs more than {} arguments", call_.name, size()));
    return missing();
}

std::int64_t Arguments::function_value(const Function& function) {
    if (function.arguments.size() == 1) {
        const Expression& argument = function.arguments.front();
        if (function.name == "htons" || function.name == "ntohs" || function.name == "htonl")
            return value_of(argument);
        const auto* text = argument.as<std::string>();
        if (function.name == "inet_addr" && text != nullptr) {
            if (const auto address = models::wire::Ipv4Address::parse(*text)) return address->value();
        }
    }
    fail(fmt::format("{}() is not known as a value", function.name));
    return 0;
}

std::int64_t Arguments::value_of(const Expression& expression) {
    if (const auto* number = expression.as<std::int64_t>()) return *number;
    if (const auto* word = expression.as<Word>()) {
        if (word->name == "NULL") return 0;
        const auto value = symbol_value(word->name);
        if (!value) fail(fmt::format("the constant {}", word->name));
        return value.value_or(0);
    }
    if (const auto* parts = expression.as<language::Or>()) {
        std::int64_t bits = 0;
        for (const Expression& part : parts->parts)
            bits |= value_of(part);
        return bits;
    }
    if (const auto* function = expression.as<Function>()) return function_value(*function);
    const auto* array = expression.as<Array>();
    if (array != nullptr && array->items.size() == 1) return value_of(array->items.front());
    fail(fmt::format("a value of {}() that is no number", call_.name));
    return 0;
}

int Arguments::descriptor_of(const Expression& expression) {
    const std::int64_t script = value_of(expression);
    const auto found = descriptors_.find(script);
    return found == descriptors_.end() ? -1 : found->second;
}

bool Arguments::is_null(std::size_t place) {
    const Expression& expression = at(place);
    const auto* word = expression.as<Word>();
    const auto* number = expression.as<std::int64_t>();
    return (word != nullptr && word->name == "NULL") || (number != nullptr && *number == 0);
}

const Expression* Arguments::field(const Expression& structure, std::string_view name) {
    const auto* fields = structure.as<Structure>();
    if (fields == nullptr) return nullptr;
    for (const Expression& item : fields->items) {
        const auto* one = item.as<Field>();
        if (one != nullptr && one->name == name) return one->value.get();
    }
    return nullptr;
}

Endpoint Arguments::endpoint_of(const Expression& structure, Endpoint usual) {
    if (const Expression* port = field(structure, "sin_port"))
        usual.port = static_cast<std::uint16_t>(value_of(*port));
    if (const Expression* address = field(structure, "sin_addr"))
        usual.address = models::wire::Ipv4Address{static_cast<std::uint32_t>(value_of(*address))};
    return usual;
}

const posix::Address* Arguments::address(std::size_t place, Endpoint usual) {
    if (is_null(place)) return nullptr;
    const Expression& expression = at(place);
    posix::Address& made = addresses_.emplace_back(posix::Address{posix::kAfInet, usual});
    if (const auto* word = expression.as<Word>()) {
        made.family = static_cast<int>(value_of(expression));
        if (word->name != "AF_UNSPEC" && word->name != "AF_INET") fail("an address " + word->name);
    } else if (expression.as<Structure>() != nullptr) {
        if (const Expression* family = field(expression, "sa_family"))
            made.family = static_cast<int>(value_of(*family));
        made.endpoint = endpoint_of(expression, usual);
    } else if (!is_ellipsis(place)) {
        fail(fmt::format("an address of {}() that is neither ... nor a structure", call_.name));
    }
    return &made;
}

IoVector Arguments::memory(std::size_t place, std::int64_t length) {
    const auto size = static_cast<std::size_t>(length);
    if (length < 0 || length > kMost) {
        fail(fmt::format("a length of {}", length));
        return {};
    }
    if (is_null(place)) return {nullptr, size};
    auto& bytes = memory_.emplace_back(std::max<std::size_t>(size, 1));
    return {bytes.data(), size};
}

std::vector<IoVector> Arguments::pieces_of(const Expression& expression) {
    std::vector<IoVector> pieces;
    const auto* array = expression.as<Array>();
    if (array == nullptr) {
        fail(fmt::format("pieces of memory of {}() that are no [list]", call_.name));
        return pieces;
    }
    for (const Expression& item : array->items) {
        const auto* piece = item.as<Structure>();
        if (piece == nullptr || piece->items.size() != 2) {
            fail("a piece of memory is written {..., LENGTH}");
            return pieces;
        }
        const std::int64_t length = value_of(piece->items[1]);
        if (length < 0 || length > kMost) {
            fail(fmt::format("a length of {}", length));
            return pieces;
        }
        const bool null = piece->items[0].as<language::Ellipsis>() == nullptr;
        auto& bytes = memory_.emplace_back(static_cast<std::size_t>(std::max<std::int64_t>(length, 1)));
        pieces.push_back({null ? nullptr : bytes.data(), static_cast<std::size_t>(length)});
    }
    return pieces;
}

std::vector<IoVector> Arguments::pieces(std::size_t place) {
    return pieces_of(at(place));
}

std::vector<std::uint8_t> Arguments::option_value(std::size_t place) {
    const Expression& expression = at(place);
    std::vector<std::uint8_t> bytes;
    if (const auto* text = expression.as<std::string>()) {
        bytes.assign(text->begin(), text->end());
    } else if (const auto* array = expression.as<Array>()) {
        for (const Expression& item : array->items)
            put(bytes, value_of(item), 4);
    } else if (const auto* structure = expression.as<Structure>()) {
        const bool time = field(expression, "tv_sec") != nullptr;
        for (const Expression& item : structure->items) {
            const auto* one = item.as<Field>();
            put(bytes, value_of(one == nullptr ? item : *one->value), time ? 8 : 4);
        }
    } else if (!is_ellipsis(place)) {
        put(bytes, value_of(expression), 4);
    }
    return bytes;
}

std::string number_text(std::int64_t value) {
    return value > 0xFFFF ? fmt::format("{:#x}", value) : fmt::format("{}", value);
}

}  // namespace patchcord::scenarios::drill
