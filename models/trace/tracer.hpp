// The way from the models to a sink: `tracer.emit([&] { return TcpSample{...}; });`. Without a sink that is
// one pointer test, and no record is built. All nodes of a network share one tracer, which outlives them.
// Read next: models/trace/records.hpp.
#pragma once

#include "models/trace/sink.hpp"

#include <utility>

namespace patchcord::models::trace {

class Tracer {
  public:
    /// Null turns tracing off. The sink must outlive the run.
    void set_sink(Sink* sink) { sink_ = sink; }
    bool is_on() const { return sink_ != nullptr; }

    template <class MakeRecord>
    void emit(MakeRecord&& make_record) {
        if (sink_ != nullptr) [[unlikely]]
            sink_->record(std::forward<MakeRecord>(make_record)());
    }

  private:
    Sink* sink_ = nullptr;
};

}  // namespace patchcord::models::trace
