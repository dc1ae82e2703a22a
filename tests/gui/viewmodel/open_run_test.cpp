// Opening scenarios for the window: the runs of the command line, and its words about mistakes. Read next:
// gui/viewmodel/open_run.hpp.
#include "gui/viewmodel/open_run.hpp"

#include "gui/viewmodel/words.hpp"
#include "scenarios/load/catalogue.hpp"
#include "tests/gui/viewmodel/lessons.hpp"

using namespace patchcord;
using results::Language;
using scenarios::ExitStatus;

TEST_CASE("A run has the titles of its scenario, and can be changed from outside") {
    const auto run = tests::lesson("web-page");
    CHECK(run->title(Language::English) == "A web page with a picture");
    CHECK(run->title(Language::Korean) == "그림이 있는 웹 페이지");
    const auto changed = tests::lesson("web-page", {{"seed", "99", "--seed 99"}});
    CHECK(changed->scenario.seed == 99);
}

TEST_CASE("What cannot be opened says why, with the status of the command line") {
    const auto unknown = gui::open_run("web-pge", {}, tests::lessons());
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().status == ExitStatus::Usage);
    CHECK(unknown.error().text.find("did you mean \"web-page\"?") != std::string::npos);
    const auto missing = gui::open_run("/nowhere/none.json", {}, tests::lessons());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().status == ExitStatus::InputOutput);
    const auto wrong = gui::open_run("web-page", {{"cables.0.lenght", "1m", "--set"}}, tests::lessons());
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().status == ExitStatus::ScenarioInvalid);
    CHECK(wrong.error().text.find("did you mean \"length\"?") != std::string::npos);
}

TEST_CASE("The catalogue has a title in both languages for every scenario") {
    for (const Language language : {Language::English, Language::Korean}) {
        for (const gui::CatalogueTitle& scenario : gui::catalogue_titles(tests::lessons(), language))
            CHECK_MESSAGE(!scenario.title.empty(), scenario.name);
    }
}

TEST_CASE("Every word is there in both languages") {
    for (std::size_t i = 0; i < gui::kGuiWords; ++i) {
        CHECK(!gui::word(static_cast<gui::GuiWord>(i), Language::English).empty());
        CHECK(!gui::word(static_cast<gui::GuiWord>(i), Language::Korean).empty());
    }
}
