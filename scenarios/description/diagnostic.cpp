// Collecting and ordering of diagnostics. Read next: scenarios/description/diagnostic.hpp.
#include "scenarios/description/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace patchcord::scenarios {

void Diagnostics::add(Diagnostic diagnostic) {
    if (!full()) list_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::take_sorted() {
    const auto key = [](const Diagnostic& diagnostic) {
        const bool option =
            diagnostic.place.source && diagnostic.place.source->origin() == SourceText::Origin::Option;
        return std::tuple{option, diagnostic.place.begin};
    };
    std::stable_sort(list_.begin(), list_.end(),
                     [&](const Diagnostic& left, const Diagnostic& right) { return key(left) < key(right); });
    return std::exchange(list_, {});
}

}  // namespace patchcord::scenarios
