// What the applications said, as a terminal shows it: time, host, process, text. Here are the answers of
// ping, the results of a script's calls, and the error that ended a process. Read next:
// results/export/summary.hpp.
#pragma once

#include "results/export/summary.hpp"
#include "results/record/run.hpp"

#include <string>
#include <string_view>

namespace patchcord::results {

/// One line for each line that an application wrote, at most `options.max_rows`, and how many are left out. A
/// cross marks the error that ended a process. Empty when nobody said anything.
std::string format_log(const Run& run, const TextOptions& options = {});

/// `text` in one line: control characters as in C ("\n", "\x1b"), and bytes that are no UTF-8 as "\xff",
/// since an application may repeat what came from the wire.
std::string in_one_line(std::string_view text);

}  // namespace patchcord::results
