// What the plot of sequence numbers gets to draw. Read next: gui/viewmodel/sequence_plot.hpp.
#include "gui/viewmodel/sequence_plot.hpp"

#include "tests/gui/viewmodel/lessons.hpp"

#include <algorithm>

using namespace patchcord;
using gui::Acknowledgment;
using gui::SequencePlot;
using gui::SequenceSegment;
using Class = SequenceSegment::Class;

TEST_CASE("A lost segment is plotted twice: lost, and later as a retransmission of the same bytes") {
    const auto run = tests::lesson("lost-segment");
    const auto choices = gui::flow_choices(run->analysis);
    REQUIRE(choices.size() == 2);
    CHECK(choices[0].text == "10.0.0.1:49152 → 10.0.0.2:80");
    CHECK(gui::best_choice(choices) == 0);
    const SequencePlot plot = gui::sequence_plot(run->analysis, 0, 0);
    std::vector<SequenceSegment> data = plot.segments;
    std::erase_if(data, [](const SequenceSegment& segment) { return segment.kind == Class::Control; });
    REQUIRE(data.size() == 4);
    CHECK(data[0].begin == 1);
    CHECK(data[0].end == 1461);
    CHECK(data[2].lost);
    CHECK(data[2].kind == Class::New);
    CHECK(data[3].kind == Class::Retransmission);
    CHECK_FALSE(data[3].lost);
    CHECK(data[3].begin == data[2].begin);
    CHECK(data[3].end == 4381);
    CHECK(data[3].at - data[2].at == doctest::Approx(1.0).epsilon(0.001));
    CHECK(plot.segments.front().at == 0);
    REQUIRE(!plot.acks.empty());
    CHECK(plot.acks.back().number == 4382);
    CHECK(plot.bytes == 4382);
    CHECK(std::ranges::is_sorted(plot.acks, {}, &Acknowledgment::number));
}

TEST_CASE("Only the SYN and the FIN of the side that sends no data") {
    const auto run = tests::lesson("lost-segment");
    const SequencePlot plot = gui::sequence_plot(run->analysis, 0, 1);
    REQUIRE(plot.segments.size() == 2);
    CHECK(plot.segments[0].kind == Class::Control);
    CHECK(plot.segments[0].begin == 0);
    CHECK(plot.segments[1].end == 2);
}

TEST_CASE("A megabyte rises in order, and its acknowledgments follow") {
    const auto run = tests::lesson("bulk");
    const auto choices = gui::flow_choices(run->analysis);
    const auto best = gui::best_choice(choices);
    REQUIRE(best);
    const SequencePlot plot =
        gui::sequence_plot(run->analysis, choices[*best].flow, choices[*best].direction);
    CHECK(plot.bytes == 1'000'002);
    CHECK(std::ranges::is_sorted(plot.segments, {}, &SequenceSegment::begin));
    CHECK(std::ranges::count(plot.segments, Class::Retransmission, &SequenceSegment::kind) == 0);
}

TEST_CASE("A run without TCP has nothing to choose from") {
    const auto run = tests::lesson("arp");
    CHECK(gui::flow_choices(run->analysis).empty());
    CHECK_FALSE(gui::best_choice({}));
}

TEST_CASE("The unit of time fits its length") {
    CHECK(gui::fitting_unit(2.5).name == std::string{"s"});
    CHECK(gui::fitting_unit(0.02).name == std::string{"ms"});
    CHECK(gui::fitting_unit(0.00002).name == std::string{"µs"});
}
