// The applications that a scenario can name. Each file of this folder says what its applications can be told
// and has their coroutines; one row here adds them to the catalogue. Loader, schema, help and reference come
// from the catalogue. Read next: models/apps/registry.cpp, models/apps/app.hpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/host/host.hpp"

#include <span>
#include <string_view>

namespace patchcord::models::apps {

/// By name.
std::span<const AppDescription> catalogue();
/// Null when there is none of this name.
const AppDescription* find_app(std::string_view name);

/// Starts `app` on `host` at the time that its arguments say, which must be complete (Arguments). The process
/// has the name of the application.
void start(host::Host& host, const AppDescription& app, Arguments arguments);
/// The same by a name of the catalogue (checked).
void start(host::Host& host, std::string_view app, Arguments arguments);

}  // namespace patchcord::models::apps
